//! The words of the command line in both languages.

use std::io::{Error, ErrorKind};

use crate::diag::Language;

/// Picks the words of a language.
pub(super) fn say(language: Language, chinese: &'static str, english: &'static str) -> &'static str {
    match language {
        Language::Chinese => chinese,
        Language::English => english,
    }
}

/// Why the system refused something, in words: what it says itself is in English.
pub(super) fn refusal(language: Language, error: &Error) -> String {
    let Language::Chinese = language else { return error.to_string() };
    let said = match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "磁盘满了",
        ErrorKind::PermissionDenied => "没有权限",
        ErrorKind::ReadOnlyFilesystem => "这个盘是只读的",
        ErrorKind::FileTooLarge => "文件太大，这里放不下",
        ErrorKind::NotFound => "找不到这个位置（是不是拔掉了 U 盘？）",
        ErrorKind::InvalidFilename => "这个盘不认这样的文件名",
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => "被别的程序占用着",
        ErrorKind::NotADirectory => "有一个文件挡在文件夹的位置上",
        ErrorKind::IsADirectory => "有一个文件夹挡在文件的位置上",
        ErrorKind::AlreadyExists => "已经有同名的文件",
        ErrorKind::CrossesDevices => "要跨盘移动，做不到",
        ErrorKind::OutOfMemory => "内存不够",
        _ => match error.raw_os_error() {
            // on Unix: input/output error, no such device or address, no such device
            Some(5 | 6 | 19) if cfg!(unix) => "磁盘读写出错（是不是拔掉了 U 盘，或盘坏了？）",
            // on Windows: the device is not ready, does not recognize the command, or is not there any more
            Some(21 | 22 | 433 | 1167) if cfg!(windows) => "磁盘读写出错（是不是拔掉了 U 盘，或盘坏了？）",
            Some(24) if cfg!(unix) => "打开的文件太多",
            _ => return format!("系统说：{error}"),
        },
    };
    said.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_are_told_in_the_language_that_was_asked_for() {
        let full = Error::from(ErrorKind::StorageFull);
        assert_eq!(refusal(Language::Chinese, &full), "磁盘满了");
        assert!(refusal(Language::English, &full).is_ascii());
        let odd = refusal(Language::Chinese, &Error::other("out of luck"));
        assert_eq!(odd, "系统说：out of luck", "what nobody translated is told as it is");
    }
}
