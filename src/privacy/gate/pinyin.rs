//! How a name sounds.

use pinyin::ToPinyinMulti;

/// One character's sound.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Syllable {
    /// Without its tone; ü as one of the letters by which it is typed.
    pub(super) letters: String,
    /// 1 to 5.
    pub(super) tone: char,
}

/// A name's sound, a syllable a character.
pub(super) type Syllables = Vec<Syllable>;

/// As many readings of a name are looked for; characters with many readings are rare in names.
const MOST: usize = 24;

/// Every way to read a name. Empty where a character has no reading.
pub(super) fn readings(name: &str) -> Vec<Syllables> {
    let mut readings: Vec<Syllables> = vec![Vec::new()];
    for char in name.chars().filter(|it| it.is_alphanumeric()) {
        let sounds = sounds(char);
        let longer = readings
            .iter()
            .flat_map(|start| sounds.iter().map(move |sound| [start.as_slice(), std::slice::from_ref(sound)].concat()));
        readings = longer.take(MOST).collect();
    }
    readings.retain(|it| !it.is_empty());
    readings
}

/// The sounds of a character, those that differ by tone alone once.
fn sounds(char: char) -> Vec<Syllable> {
    let mut sounds: Vec<Syllable> = Vec::new();
    for sound in char.to_pinyin_multi().into_iter().flatten() {
        let toned = sound.with_tone_num_end();
        let tone = toned.chars().last().filter(char::is_ascii_digit).unwrap_or('5');
        let letters: String = toned.chars().filter(|it| !it.is_ascii_digit()).collect();
        let spellings: &[&str] = if letters.contains('ü') { &["u", "v", "yu"] } else { &[""] };
        for spelling in spellings {
            let letters = letters.replace('ü', spelling);
            if letters.is_ascii() && sounds.iter().all(|it| it.letters != letters) {
                sounds.push(Syllable { letters, tone });
            }
        }
    }
    sounds
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelt(name: &str) -> Vec<String> {
        readings(name).iter().map(|it| it.iter().map(|it| format!("{}{}", it.letters, it.tone)).collect()).collect()
    }

    #[test]
    fn names_are_read_in_every_way() {
        assert_eq!(spelt("林禾苗"), ["lin2he2miao2"]);
        assert!(spelt("单乐").contains(&"shan4yue4".to_owned()) && spelt("单乐").contains(&"dan1le4".to_owned()));
        assert_eq!(spelt("吕"), ["lu3", "lv3", "lyu3"]);
        assert!(spelt("A").is_empty());
    }
}
