//! Every value of the oracle file, which was computed with independent programs.

use serde_json::Value;

use super::*;

const ORACLES: &str = include_str!("../../../tests/fixtures/statistics-oracles.json");
const PROBES: &str = include_str!("../../../tests/fixtures/demo-probes.csv");

fn oracles(section: &str) -> Value {
    let all: Value = serde_json::from_str(ORACLES).expect("the fixture is JSON");
    all.get(section).unwrap_or_else(|| panic!("{section}")).clone()
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

/// Numbers of an array; missing values are dropped.
fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().expect("an array").iter().filter_map(Value::as_f64).collect()
}

/// Asserts that an object's values are these, to 1e-9; a key of the object that is not given fails too.
fn same(object: &Value, skip: &[&str], computed: &[(&str, f64)]) {
    let object = object.as_object().expect("an object");
    for (key, expected) in object {
        if skip.contains(&key.as_str()) {
            continue;
        }
        let (_, value) = computed.iter().find(|(it, _)| it == key).unwrap_or_else(|| panic!("{key} is not computed"));
        near(key, *value, expected);
    }
    for (key, _) in computed {
        assert!(object.contains_key(*key), "{key} is no oracle");
    }
}

fn near(what: &str, value: f64, expected: &Value) {
    let expected = expected.as_bool().map_or_else(|| number(expected), f64::from);
    assert!((value - expected).abs() < 1e-9 * expected.abs().max(1.0), "{what}: {value} is not {expected}");
}

fn near_all(what: &str, values: &[f64], expected: &Value) {
    let expected = expected.as_array().expect("an array");
    assert_eq!(values.len(), expected.len(), "{what}");
    values.iter().zip(expected).for_each(|(value, expected)| near(what, *value, expected));
}

fn timed(values: &[Option<f64>], first: u32) -> Vec<(f64, f64)> {
    let timed = values.iter().zip(first..).filter_map(|(value, week)| Some((f64::from(week), (*value)?)));
    timed.collect()
}

fn check_overlap(stat: &Value, a: &[f64], b: &[f64]) {
    let res = overlap(a, b).expect("both phases have values");
    near_all("CI90", &[res.tau_90.0, res.tau_90.1], &stat["CI90"]);
    same(
        stat,
        &["CI90", "slope_B"],
        &[
            ("m", res.m as f64),
            ("n", res.n as f64),
            ("S_AB", res.s_ab as f64),
            ("S_A", res.s_a as f64),
            ("S_B", res.s_b as f64),
            ("NAP", res.nap),
            ("Tau", res.tau),
            ("SD_Tau", res.tau_sd),
            ("z", res.z),
            ("p", res.p),
            ("TauU", res.tau_u),
            ("PND", res.pnd),
            ("PEM", res.pem),
        ],
    );
    assert_eq!(res.beyond_best as f64, (res.pnd * res.n as f64).round());
}

fn check_line(oracle: &Value, points: &[(f64, f64)]) {
    let line = least_squares(points).expect("three points");
    let robust = theil_sen(points).expect("two times");
    let values: Vec<f64> = points.iter().map(|(_, value)| *value).collect();
    let kendall = mann_kendall(&values).expect("three values");
    near_all("CI95", &[line.low, line.high], &oracle["CI95"]);
    near_all("ts_CI95", &[robust.low, robust.high], &oracle["ts_CI95"]);
    same(
        oracle,
        &["CI95", "ts_CI95"],
        &[
            ("n", line.n as f64),
            ("intercept", line.intercept),
            ("slope", line.slope),
            ("se", line.slope_error),
            ("df", (line.n - 2) as f64),
            ("t_crit", line.t_critical),
            ("see", line.residual),
            ("r2", line.r_squared.expect("values differ")),
            ("theil_sen", robust.slope),
            ("ts_intercept", robust.intercept),
            ("MK_S", kendall.s as f64),
            ("MK_var", kendall.variance),
            ("MK_z", kendall.z),
            ("MK_p", kendall.p),
        ],
    );
}

#[test]
fn every_section_is_compared() {
    let all: Value = serde_json::from_str(ORACLES).expect("the fixture is JSON");
    let known = [
        "GAS",
        "RCI",
        "S06_z",
        "aimline",
        "class_rates",
        "demo",
        "largest_remainder",
        "ols_small",
        "ols_statpsych_theil",
        "prepost",
        "scd_parker2011",
        "wilson_3of5",
        "z_pop",
    ];
    let mut sections: Vec<&str> = all.as_object().expect("an object").keys().map(String::as_str).collect();
    sections.sort_unstable();
    assert_eq!(sections, known);
}

#[test]
fn parker_2011() {
    let (a, b) = ([20.0, 20.0, 26.0, 25.0, 22.0, 23.0], [28.0, 25.0, 24.0, 27.0, 30.0, 30.0, 29.0]);
    check_overlap(&oracles("scd_parker2011"), &a, &b);
    // PAND and IRD are printed with the same data (domain.md §6.4; SingleCaseES).
    let res = overlap(&a, &b).expect("both phases");
    assert!((res.pand - (1.0 - 2.0 / 13.0)).abs() < 1e-12);
    assert!((res.ird - (6.0 / 7.0 - 1.0 / 6.0)).abs() < 1e-12);
}

#[test]
fn standard_scores() {
    let values = [74.0, 79.0, 80.0, 83.0];
    let oracle = oracles("z_pop");
    let (centre, sd) = (mean(&values).expect("values"), population_sd(&values).expect("values"));
    let z: Vec<f64> = values.iter().filter_map(|it| z_score(*it, centre, sd)).collect();
    near_all("z", &z, &oracle["z"]);
    near_all("T", &z.iter().map(|it| t_score(*it)).collect::<Vec<_>>(), &oracle["T"]);
    let sample = sample_sd(&values).expect("values");
    same(&oracle, &["z", "T"], &[("mean", centre), ("sd_pop", sd), ("sd_samp", sample)]);
    let pupil = oracles("S06_z");
    let (before, after) = (z_score(61.0, 82.1, 9.8), z_score(58.0, 74.0, 12.5));
    same(&pupil, &[], &[("pre", before.expect("spread")), ("post", after.expect("spread"))]);
}

#[test]
fn class_rates() {
    let oracle = oracles("class_rates");
    let scores = numbers(&oracle["scores"]);
    let enrolled = oracle["scores"].as_array().expect("an array").len() as f64;
    let count = |met: &dyn Fn(f64) -> bool| scores.iter().filter(|it| met(**it)).count() as f64;
    let (pass, excellent, low) = (count(&|it| it >= 60.0), count(&|it| it >= 85.0), count(&|it| it < 40.0));
    let present = scores.len() as f64;
    let interval = wilson(pass as u32, present as u32).expect("values");
    near_all("wilson", &[interval.0, interval.1], &oracle["wilson_pass_present"]);
    same(
        &oracle,
        &["scores", "wilson_pass_present"],
        &[
            ("enrolled", enrolled),
            ("present", present),
            ("mean", mean(&scores).expect("values")),
            ("median", median(&scores).expect("values")),
            ("sd_pop", population_sd(&scores).expect("values")),
            ("sd_samp", sample_sd(&scores).expect("values")),
            ("pass_k", pass),
            ("exc_k", excellent),
            ("low_k", low),
            ("pass_present", pass / present),
            ("pass_enrolled", pass / enrolled),
            ("exc", excellent / present),
            ("low40", low / present),
        ],
    );
}

#[test]
fn shares() {
    let (low, high) = wilson(3, 5).expect("five");
    near_all("wilson", &[low, high], &oracles("wilson_3of5"));
    let oracle = oracles("largest_remainder");
    for (key, expected) in oracle.as_object().expect("an object") {
        let counts: Vec<u32> = key.trim_start_matches("naive ").split(['-', ' ']).filter_map(|it| it.parse().ok()).collect();
        let total: u32 = counts.iter().sum();
        let percents: Vec<f64> = if key.starts_with("naive") {
            counts.iter().map(|it| round_half_up(f64::from(*it) * 100.0 / f64::from(total), 0)).collect()
        } else {
            largest_remainder(&counts).into_iter().map(f64::from).collect()
        };
        near_all(key, &percents, expected);
    }
}

#[test]
fn lines() {
    let small: Vec<(f64, f64)> = [10.0, 12.0, 11.0, 15.0, 16.0].iter().zip(1..).map(|(y, t)| (f64::from(t), *y)).collect();
    check_line(&oracles("ols_small"), &small);
    let times = [67, 28, 30, 28, 52, 40, 25, 37, 44, 10, 14, 20, 28, 40, 51];
    let values = [21, 4, 9, 12, 35, 18, 10, 22, 24, 1, 6, 8, 13, 16, 19];
    let points: Vec<(f64, f64)> = times.iter().zip(values).map(|(t, y)| (f64::from(*t), f64::from(y))).collect();
    let robust = theil_sen(&points).expect("two times");
    let oracle = oracles("ols_statpsych_theil");
    near_all("ts_CI95", &[robust.low, robust.high], &oracle["ts_CI95"]);
    same(&oracle, &["src", "ts_CI95"], &[("theil_sen", robust.slope), ("ts_intercept", robust.intercept)]);
}

#[test]
fn goal_attainment() {
    let oracle = oracles("GAS");
    for (key, expected) in oracle.as_object().expect("an object") {
        let list = |name: &str| -> Vec<f64> {
            let from = key.split_once(name).expect("named").1;
            from.split(' ').next().expect("a list").split(',').map(|it| it.parse().expect("a number")).collect()
        };
        let goals: Vec<Attained> =
            list("w=").into_iter().zip(list("x=")).map(|(weight, level)| Attained { weight, level }).collect();
        near(key, gas_t_score(&goals).expect("goals"), expected);
    }
}

#[test]
fn reliable_changes() {
    let cases = [
        ("pre52 post66 sd10 r.84", 52.0, 66.0, 10.0, 0.84),
        ("pre52 post60 sd10 r.84", 52.0, 60.0, 10.0, 0.84),
        // The scale's own example gives no pair of scores; one point up is what its index says.
        ("LDQ sd7.6 r.95", 0.0, 1.0, 7.6, 0.95),
    ];
    let oracle = oracles("RCI");
    assert_eq!(oracle.as_object().map(|it| it.len()), Some(cases.len()));
    for (key, before, after, sd, reliability) in cases {
        let res = reliable_change(before, after, sd, reliability).expect("an error");
        let reliable = f64::from(res.reliable);
        same(
            &oracle[key],
            &[],
            &[
                ("SEM", res.measurement_error),
                ("Sdiff", res.difference_error),
                ("RCI", res.index),
                ("min_change95", res.least_change),
                ("reliable", reliable),
            ],
        );
    }
}

#[test]
fn before_and_after() {
    let oracle = oracles("prepost");
    let pairs: Vec<(f64, f64)> = numbers(&oracle["pre"]).into_iter().zip(numbers(&oracle["post"])).collect();
    let differences: Vec<f64> = pairs.iter().map(|(before, after)| after - before).collect();
    near_all("diff", &differences, &oracle["diff"]);
    let mut sizes: Vec<f64> = differences.iter().map(|it| it.abs()).collect();
    sizes.sort_by(f64::total_cmp);
    near_all("absdiffs", &sizes, &oracle["absdiffs"]);
    let gains: Vec<f64> = pairs.iter().filter_map(|(before, after)| gain(*before, *after, 100.0)).collect();
    near_all("gains", &gains, &oracle["norm_gain_each"]);
    let (before, after): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
    let t = paired_t(&pairs).expect("eight pairs");
    near_all("CI95", &[t.low, t.high], &oracle["CI95"]);
    let ranks = wilcoxon_exact(&pairs).expect("pairs differ");
    near("W", ranks.w_minus, &oracle["wilcoxon_exact_enum"]["W_minus"]);
    near("p", ranks.p, &oracle["wilcoxon_exact_enum"]["p"]);
    let sizes = effect_sizes(&pairs).expect("spread");
    let passed = |values: &[f64]| values.iter().filter(|it| **it >= 60.0).count() as f64;
    let up = pairs.iter().filter(|(x, y)| *x < 60.0 && *y >= 60.0).count() as u32;
    let down = pairs.iter().filter(|(x, y)| *x >= 60.0 && *y < 60.0).count() as u32;
    let (test, p) = t.test.expect("differences differ");
    let means = (mean(&before).expect("values"), mean(&after).expect("values"));
    same(
        &oracle,
        &["pre", "post", "diff", "CI95", "absdiffs", "norm_gain_each", "wilcoxon_exact_enum"],
        &[
            ("mean_diff", t.mean),
            ("sd_diff", t.sd),
            ("sd_pre", sample_sd(&before).expect("values")),
            ("sd_post", sample_sd(&after).expect("values")),
            ("d_av", sizes.d_av),
            ("d_z", sizes.d_z),
            ("J_df7", sizes.j),
            ("g_av", sizes.g_av),
            ("glass_pre", sizes.glass),
            ("t", test),
            ("p_t", p),
            ("norm_gain_of_means", gain(means.0, means.1, 100.0).expect("room")),
            ("pass_pre", passed(&before)),
            ("pass_post", passed(&after)),
            ("mcnemar_b_up", f64::from(up)),
            ("mcnemar_c_down", f64::from(down)),
            ("mcnemar_exact_p", mcnemar_exact(up, down)),
            ("wilcoxon_W", ranks.w_minus.min(ranks.w_plus)),
            ("wilcoxon_p", ranks.p),
        ],
    );
}

#[test]
fn aimlines() {
    let oracle = oracles("aimline");
    let baseline = [(1.0, 11.0), (2.0, 12.0), (3.0, 11.0)];
    let line = aimline(&baseline, 24.0, 17.0).expect("three values");
    near("median", line.baseline, &oracle["baseline_median"]);
    near("slope", line.slope, &oracle["required_per_week"]);
    let mut points = baseline.to_vec();
    for (week, observed) in oracle["observed"].as_object().expect("an object") {
        let week: f64 = week.parse().expect("a week");
        near("expected", line.at(week), &oracle["expected"][week.to_string()]);
        points.push((week, number(observed)));
    }
    let below: Vec<bool> = points.iter().skip(3).map(|(week, value)| *value < line.at(*week)).collect();
    assert_eq!(Value::from(below), oracle["below"]);
    assert_eq!(four_point(&points, &line, false), Some(Advice::ChangeSupport));
}

#[test]
fn demo_pupils() {
    let oracle = oracles("demo");
    for (code, pupil) in oracle.as_object().expect("an object") {
        let probes: Vec<Vec<&str>> = PROBES.lines().skip(1).map(|line| line.split(',').collect()).collect();
        let phase = |name: &str| -> Vec<Option<f64>> {
            let own = probes.iter().filter(|row| row[0] == code && row[2] == name);
            own.map(|row| row[4].trim().parse().ok()).collect()
        };
        for name in ["A", "B", "M"] {
            let expected: Vec<Option<f64>> = pupil[name].as_array().expect("an array").iter().map(Value::as_f64).collect();
            assert_eq!(phase(name), expected, "{code} {name}");
        }
        let lower_is_better = pupil["inc"] == false;
        let values = |name: &str| oriented(&phase(name).into_iter().flatten().collect::<Vec<_>>(), lower_is_better);
        check_overlap(&pupil["stat"], &values("A"), &values("B"));
        let line = &pupil["stat"]["slope_B"];
        check_line(line, &timed(&phase("B"), 4));
    }
}
