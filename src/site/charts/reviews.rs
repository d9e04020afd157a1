//! Ratings before and after: the status review's aspects, and the affect rating's items.

use crate::analysis::statistics::round_half_up;
use crate::phrases::Speaks;

use super::super::chart::{Pair, PairChart};
use super::super::tables::MISSING;
use super::super::wording::{decimal, number, range, signed};
use super::{Ask, Chart, FigureView, data, words};

/// Mean ratings of one thing.
struct Rated {
    label: String,
    n: u32,
    start: f64,
    middle: Option<f64>,
    end: f64,
}

/// Every aspect at the start and at the end.
pub(super) fn status(ask: Ask) -> Option<FigureView> {
    let rated = ask.analysis.aspects(ask.scope).into_iter().map(|it| Rated {
        label: ask.casebook.schema.choice_label("aspect", &it.aspect).to_owned(),
        n: it.n,
        start: it.start,
        middle: it.middle,
        end: it.end,
    });
    pairs(ask, "status", words::OCCASIONS, rated.collect())
}

/// Every item at the start and at the end.
pub(super) fn affect(ask: Ask) -> Option<FigureView> {
    let rated = ask.analysis.affect(ask.scope).into_iter().map(|it| Rated {
        label: ask.casebook.schema.choice_label("affect_item", &it.item).to_owned(),
        n: it.n,
        start: it.start,
        middle: it.middle,
        end: it.end,
    });
    pairs(ask, "affect", words::RATINGS, rated.collect())
}

fn pairs(ask: Ask, key: &str, names: [&str; 3], mut rated: Vec<Rated>) -> Option<FigureView> {
    rated.retain(|it| ask.view.tells_count(ask.scope, it.n));
    // A mean has one decimal; one pupil's rating is no mean and has none.
    let printed = |value: f64, n: u32| if n == 1 { number(value) } else { decimal(value, 1) };
    let rows = rated.iter().map(|it| {
        vec![
            it.label.clone(),
            printed(it.start, it.n),
            it.middle.map_or_else(|| MISSING.to_owned(), |middle| printed(middle, it.n)),
            printed(it.end, it.n),
            signed(round_half_up(it.end - it.start, 1)),
            it.n.to_string(),
        ]
    });
    let [aspect, change, n] = words::heads::PAIRS.map(|it| ask.word(it));
    let names = names.map(|it| ask.word(it));
    let heads = [aspect, names[0], names[1], names[2], change, n];
    let least = rated.iter().map(|it| it.n).min()?;
    let most = rated.iter().map(|it| it.n).max()?;
    let title = words::of(ask.language(), ask.name(), &ask.label(key));
    let caption =
        words::with_n(ask.language(), &title, range(ask.language(), f64::from(least), f64::from(most)), words::PUPILS);
    let data = data(&caption, &heads, rows.collect());
    let pair = |it: &Rated| Pair {
        label: it.label.clone(),
        start: (it.start, printed(it.start, it.n)),
        middle: it.middle,
        end: (it.end, printed(it.end, it.n)),
    };
    let chart = PairChart {
        id: ask.id(key),
        title,
        description: words::told(ask.language(), &data),
        scale: (1, 5),
        names: names.map(str::to_owned),
        rows: rated.iter().map(pair).collect(),
    };
    Some(FigureView { number: 0, caption, chart: Chart::Pairs(chart), data })
}
