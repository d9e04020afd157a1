//! Running the program and watching it from outside.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What one run took and made.
pub(crate) struct Measured {
    /// Wall time, from start to end of the process.
    pub(crate) seconds: f64,
    /// The most memory it held at once; unknown where there is no `/proc`.
    pub(crate) peak_kib: Option<u64>,
    /// HTML files in the output.
    pub(crate) pages: usize,
    /// PDF files in the output.
    pub(crate) pdfs: usize,
}

/// Builds the casebook in `root`. Documents are made for its first term only.
pub(crate) fn measure(root: &Path, only: &str, jobs: Option<&str>) -> Measured {
    let mut command = Command::new(env!("CARGO_BIN_EXE_casebook"));
    command.arg("-r").arg(root).args(["--only", only, "--term", "2024-2025-1", "-q", "build"]);
    if let Some(jobs) = jobs {
        command.args(["-j", jobs]);
    }
    let begun = Instant::now();
    let mut child = command.stdout(Stdio::null()).spawn().expect("the program starts");
    let mut peak_kib = None;
    let status = loop {
        if let Some(status) = child.try_wait().expect("a child") {
            break status;
        }
        peak_kib = peak(child.id()).or(peak_kib);
        std::thread::sleep(Duration::from_millis(2));
    };
    let seconds = begun.elapsed().as_secs_f64();
    assert!(status.success(), "the casebook does not build: {status}");
    let (pages, pdfs) = count(&root.join("public/teacher"));
    Measured { seconds, peak_kib, pages, pdfs }
}

/// The high-water mark of a process's memory, as the kernel keeps it.
fn peak(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|it| it.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches("kB").trim().parse().ok()
}

fn count(folder: &Path) -> (usize, usize) {
    let files = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok).filter(|it| it.file_type().is_file());
    files.fold((0, 0), |(pages, pdfs), file| match file.path().extension().and_then(|it| it.to_str()) {
        Some("html") => (pages + 1, pdfs),
        Some("pdf") => (pages, pdfs + 1),
        _ => (pages, pdfs),
    })
}
