//! What was owed in each stretch of weeks and what became of it. Each state has a shape: a full square, a half-filled one, an
//! empty one with a cross, a dash, slanting lines, a point.

use crate::site::chart::{CellState, GridChart, Phase};
use crate::site::charts::words;

use super::pen::{Ink, Pen, Stroke, safe_id};
use super::rows::Rows;
use super::words::key;
use super::{Size, Style};

/// The drawing.
pub(super) fn draw(chart: &GridChart, size: Size, style: Style) -> String {
    let labels: Vec<&str> = chart.rows.iter().map(|it| it.label.as_str()).collect();
    let printed: Vec<&str> = chart.rows.iter().map(|it| it.printed.as_str()).collect();
    let mut pen = Pen::new(size, style);
    let names: Vec<&str> = chart.key.iter().map(|(_, name)| name.as_str()).collect();
    let keys = key(&mut pen, &names, [4.0, 2.0, size.width() - 4.0], 15.0, |pen, at, x, y| {
        let state = chart.key.get(at).map_or(CellState::Done, |it| it.0);
        cell(pen, state, [x, y, x + 15.0, y + 14.0]);
    });
    let head = if chart.heads.is_empty() { 0.0 } else { 17.0 };
    let rows = Rows::new(size, chart.weeks, &labels, &printed, keys + 4.0 + head);
    rows.heads(&mut pen, &chart.heads, keys + 14.0, size.width() - 2.0);
    rows.numbers(&mut pen, rows.top - 7.0, words::WEEK);
    for (at, row) in chart.rows.iter().enumerate() {
        let (top, bottom) = rows.band(at);
        for it in &row.cells {
            let (left, right) = (rows.x(it.from) + 1.0, rows.x(it.to) - 1.0);
            cell(&mut pen, it.state, [left, top, right.max(left + 2.0), bottom]);
        }
        rows.name(&mut pen, at, &row.label, &row.printed, size);
    }
    let height = rows.bottom(chart.rows.len()) + 6.0;
    pen.titled(size.width(), height, &safe_id(&chart.id, size), &chart.title, &chart.description)
}

fn cell(pen: &mut Pen, state: CellState, [left, top, right, bottom]: [f64; 4]) {
    let (support, relapse) = (Ink::Phase(Phase::Support), Ink::Phase(Phase::Relapse));
    let (middle, level) = ((left + right) / 2.0, (top + bottom) / 2.0);
    let arm = ((right - left).min(bottom - top) / 2.0 - 3.0).clamp(1.5, 4.0);
    match state {
        CellState::Done => pen.bar(support, left, top, right - left, bottom - top),
        CellState::Part => {
            pen.frame(support, 1.2, "", [left + 0.6, top + 0.6, right - 0.6, bottom - 0.6]);
            let half = top + (bottom - top) * 0.55;
            pen.bar(support, left, half, right - left, bottom - half);
        }
        CellState::Missed => {
            pen.frame(relapse, 1.8, "", [left + 0.9, top + 0.9, right - 0.9, bottom - 0.9]);
            let cross = Stroke { ink: relapse, width: 1.6, dash: "" };
            pen.line(cross, &[(middle - arm, level - arm), (middle + arm, level + arm)]);
            pen.line(cross, &[(middle - arm, level + arm), (middle + arm, level - arm)]);
        }
        CellState::Excused => {
            let dash = Stroke { ink: Ink::Text2, width: 1.6, dash: "" };
            pen.line(dash, &[(middle - arm - 1.0, level), (middle + arm + 1.0, level)]);
        }
        CellState::Holiday => {
            let slant = Stroke { ink: Ink::Rule2, width: 1.0, dash: "" };
            for shift in [-1.0, 0.0, 1.0] {
                let x = middle + shift * arm;
                pen.line(slant, &[(x - arm / 2.0, level + arm), (x + arm / 2.0, level - arm)]);
            }
        }
        CellState::Pending => pen.disc(Ink::Rule2, (middle, level), 1.4),
    }
}
