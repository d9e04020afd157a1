//! What Typst's messages mean, in Chinese. Each finding has Typst's own words too: here is only what helps somebody who does
//! not read English to find the slip.

/// How a message begins or what stands in it, and what it means; `{}` is the rest of the message. The first that fits is taken.
const MEANINGS: [(&str, &str); 36] = [
    ("unexpected closing", "多了一个右括号"),
    ("unexpected argument", "多了参数{}"),
    ("unexpected", "这里多了东西"),
    ("expected comma", "这里少了逗号"),
    ("expected semicolon or line break", "这里要换行，或用分号隔开"),
    ("expected expression", "这里少了内容"),
    ("expected closing paren", "括号没有配对"),
    ("unclosed delimiter", "括号没有配对"),
    ("unclosed string", "引号没有配对"),
    ("missing argument", "少了参数{}"),
    ("expected", "这里要的不是这种东西"),
    ("unclosed", "前面有开头，后面没有结尾"),
    ("unknown variable", "没有定义过{}"),
    ("unresolved import", "被导入的文件里没有这个名字"),
    ("cyclic import", "几个文件互相导入，绕成了圈"),
    ("file not found", "没有这个文件"),
    ("failed to load file", "文件读不了"),
    ("unknown font family", "没有这种字体{}"),
    ("does not contain", "没有这一项"),
    ("does not have field", "没有这一项"),
    ("has no method", "没有这种用法"),
    ("cannot access fields", "这里的值没有下一层"),
    ("cannot call", "这里的值不能当函数用"),
    ("array index out of bounds", "序号超出了范围"),
    ("out of bounds", "超出了范围"),
    ("cannot divide by zero", "除数是0"),
    ("condition is always true", "条件永远成立，循环停不下来"),
    ("loop seems to be infinite", "循环停不下来"),
    ("maximum function call depth", "函数一层套一层，停不下来"),
    ("maximum", "套得太深"),
    ("assertion failed", "版式自己的检查没有通过"),
    ("panicked", "版式自己报了错"),
    ("failed to decode", "图片读不了"),
    ("did not converge", "排了五遍还是排不定，这里的内容随着自己的位置变来变去"),
    ("did not stabilize", "排了五遍还是排不定，这里的内容随着自己的位置变来变去"),
    ("cannot", "这样用不行"),
];

/// What a message means.
pub(super) fn meaning(message: &str) -> String {
    let fits = |(part, _): &&(&str, &str)| message.contains(part);
    let Some((part, meaning)) = MEANINGS.iter().find(fits) else { return "这里写得不对".to_owned() };
    let rest = message.split_once(part).map_or("", |(_, rest)| rest).trim_start_matches(':').trim();
    let rest = rest.split(';').next().unwrap_or_default().trim_end();
    let gap = if rest.is_empty() { "" } else { " " };
    meaning.replace("{}", &format!("{gap}{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_told_in_chinese() {
        for (message, expected) in [
            ("unknown variable: kai", "没有定义过 kai"),
            ("unknown variable: a-b; if you meant subtraction, add spaces", "没有定义过 a-b"),
            ("expected comma", "这里少了逗号"),
            ("unexpected comma", "这里多了东西"),
            ("expected string, found integer", "这里要的不是这种东西"),
            ("file not found (searched at logo.png)", "没有这个文件"),
            ("dictionary does not contain key \"x\"", "没有这一项"),
            ("loop seems to be infinite", "循环停不下来"),
            ("something new in Typst", "这里写得不对"),
        ] {
            assert_eq!(meaning(message), expected);
        }
    }
}
