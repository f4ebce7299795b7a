//! Times beside the names of speakers, as transcripts, chats and records write them: `0:12`, `[00:01:12.5]`, `(at 3:41
//! p.m.)`, `12/03/2024, 09:12`, `#00:01:12-3#`.

use super::word_lists::{BESIDE_TIME, DAY_START, HALF_DAY, MONTH_START};

/// The most bytes of a time, and the bytes in which its first digit must stand.
const MAX_BYTES: usize = 100;
const SOON: usize = 40;
/// Marks among dates and times.
const MARKS: [&str; 8] = ["-", "–", "—", "-->", "|", "•", "·", "@"];

/// Whether `line` is a time and nothing else.
pub fn is_time(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && line.len() <= MAX_BYTES && timestamp_end(line, 0).is_some_and(|end| end == line.len())
}

/// `line` without a bracketed or marked time at its end.
pub fn without_time(line: &str) -> &str {
    let trimmed = line.trim_end();
    let open = match trimmed.chars().next_back() {
        Some(']') => '[',
        Some(')') => '(',
        Some('#') => '#',
        _ => return trimmed,
    };
    let inside = trimmed[..trimmed.len() - 1].rfind(open);
    match inside.filter(|&at| at > 0 && timestamp_end(trimmed, at) == Some(trimmed.len())) {
        Some(at) => trimmed[..at].trim_end(),
        None => trimmed,
    }
}

/// `line` without an unmistakable time at its beginning: in brackets, or with seconds.
pub fn after_time(line: &str) -> &str {
    let trimmed = line.trim_start();
    let Some(end) = timestamp_end(trimmed, 0).filter(|&end| end < trimmed.len()) else { return line };
    let sure = trimmed.starts_with(['[', '(', '#', '{']) || trimmed[..end].matches(':').count() > 1;
    if sure { trimmed[end..].trim_start() } else { line }
}

/// The end of the time at byte `at` of `line`: `0:12`, `[00:01:12.5]`, `(at 3:41 p.m.)`, `12/03/2024, 09:12`,
/// `#00:01:12-3#`, `00:01 – 00:03`.
pub(super) fn timestamp_end(line: &str, at: usize) -> Option<usize> {
    let rest = line.get(at..)?;
    let first = rest.chars().next()?;
    let close = if first == '#' { Some('#') } else { closing_bracket(first) };
    if let Some(close) = close {
        let inner = &rest[first.len_utf8()..];
        let end = inner.find(close).filter(|&end| end <= MAX_BYTES)?;
        let inner = inner[..end].trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '`') || c == ':');
        let whole = leading_times(inner).is_some_and(|length| length == inner.len());
        return whole.then(|| at + first.len_utf8() + end + close.len_utf8());
    }
    if !first.is_alphanumeric() && first != '@' {
        return None;
    }
    leading_times(rest).map(|length| at + length)
}

/// The length in bytes of the dates and times that `text` begins with, if a time of day or of a recording is among
/// them.
pub(super) fn leading_times(text: &str) -> Option<usize> {
    if !text.bytes().take(SOON).any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (mut at, mut end, mut clocks) = (0, 0, 0);
    for _ in 0..9 {
        let rest = &text[at..];
        let word = &rest[..rest.find([' ', '\t', '\u{a0}', '\n', ']', ')', '[', '(']).unwrap_or(rest.len())];
        let bare = word.trim_end_matches([',', ';', ':', '*', '_']).trim_start_matches('@');
        let bare = bare.strip_suffix('.').filter(|bare| !bare.ends_with(['m', 'M'])).unwrap_or(bare);
        let length = word.len().min(word.find(bare).unwrap_or(0) + bare.len());
        let lower = bare.to_ascii_lowercase();
        let half = clocks > 0 && is_half(&lower);
        // “9.03 a.m.”: alone, the number might be any.
        let next = || rest[word.len()..].trim_start_matches([' ', '\t', '\u{a0}']).split_whitespace().next();
        let pointed = is_pointed(bare) && next().is_some_and(|next| is_half(&next.to_ascii_lowercase()));
        if is_clock(bare) || pointed {
            clocks += 1;
            end = at + length;
        } else if half || is_date(bare) {
            end = if clocks > 0 { at + length } else { end };
        } else {
            let month = is_month(&lower) && lower.len() <= 9;
            let number = bare.len() <= 4 && !bare.is_empty() && bare.bytes().all(|b| b.is_ascii_digit());
            if !(is_beside_time(&lower) || bare.is_empty() && !word.is_empty() || (month || number && at > 0)) {
                break;
            }
        }
        at += word.len();
        let blanks = text[at..].len() - text[at..].trim_start_matches([' ', '\t', '\u{a0}']).len();
        if blanks == 0 {
            break;
        }
        at += blanks;
    }
    (clocks > 0).then_some(end)
}

/// Whether `word`, in lower case, begins like a month.
fn is_month(word: &str) -> bool {
    word.get(..3).is_some_and(|start| MONTH_START.contains(start))
}

/// Whether `word`, in lower case, may stand beside a time: a sign, a short day, or a word like *at* or *utc*.
fn is_beside_time(word: &str) -> bool {
    MARKS.contains(&word) || DAY_START.contains(word) || BESIDE_TIME.contains(word)
}

/// Whether `word`, in lower case, is *am*, *pm* or the like.
fn is_half(word: &str) -> bool {
    HALF_DAY.contains(word.trim_end_matches([',', ':', ')', ']']))
}

/// `9.03`: hours and minutes.
fn is_pointed(word: &str) -> bool {
    let digits = |part: &str, least| (least..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    word.split_once('.').is_some_and(|(hours, minutes)| digits(hours, 1) && digits(minutes, 2))
}

/// `0:12`, `00:01:12.500`, `9:41am`, `1h02m`, `2024-03-12T09:12:33Z`, `10pm`.
fn is_clock(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    let half = HALF_DAY.iter().find_map(|half| lower.strip_suffix(half));
    let core = half.unwrap_or(&lower);
    let core = core.split_once('t').filter(|(date, _)| is_date(date)).map_or(core, |(_, clock)| clock);
    let digits = |part: &str, least: usize, most: usize| {
        (least..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
    };
    // `09h02`
    let hours = core.split_once('h').filter(|(h, m)| digits(h, 1, 2) && digits(m, 2, 2));
    if hours.is_some() {
        return true;
    }
    // `00:01:02;11` counts frames as `00:01:02:11` does.
    let core = core.trim_end_matches('z').split(['+']).next().unwrap_or("");
    if half.is_some() && (digits(core, 1, 2) || is_pointed(core)) {
        return true;
    }
    let units = core
        .split_inclusive(['h', 'm', 's'])
        .filter(|part| part.strip_suffix(['h', 'm', 's']).is_some_and(|number| digits(number, 1, 2)));
    if core.ends_with(['h', 'm', 's']) && units.count() >= 2 && core.split(['h', 'm', 's']).count() <= 4 {
        return true;
    }
    let mut parts = core.split([':', ';']);
    let first = parts.next().unwrap_or("");
    let rest: Vec<&str> = parts.collect();
    // `0:0:2.9`
    let least = if rest.len() > 1 { 1 } else { 2 };
    let last = rest.last().map(|last| last.split(['.', ',', '-']).next().unwrap_or(""));
    let fraction = rest.last().and_then(|last| last.split_once(['.', ',', '-'])).map_or("0", |(_, fraction)| fraction);
    digits(first, 1, 3)
        && (1..=3).contains(&rest.len())
        && rest[..rest.len() - 1].iter().all(|part| digits(part, least, 2))
        && last.is_some_and(|last| digits(last, least, 2))
        && digits(fraction, 1, 4)
}

/// `12/03/2024`, `12.03.24`, `2024-03-12`.
fn is_date(word: &str) -> bool {
    let parts: Vec<&str> = word.split(['/', '.', '-']).filter(|part| !part.is_empty()).collect();
    parts.len() == 3 && parts.iter().all(|part| part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit()))
}

/// The bracket that closes `open`.
pub(super) fn closing_bracket(open: char) -> Option<char> {
    match open {
        '(' => Some(')'),
        '[' => Some(']'),
        '<' => Some('>'),
        '{' => Some('}'),
        '（' => Some('）'),
        '［' => Some('］'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_other_numbers() {
        for time in [
            "[00:12]",
            "0:00",
            "at 3:41 p.m.",
            "9.03 a.m.",
            "(9.03 pm)",
            "09h02",
            "00:01:02:11",
            "00:01:02;11",
            "0:0:2.910",
        ] {
            assert!(is_time(time), "{time}");
        }
        for other in ["9:30 is early", "9.03", "1.50 am I", "9h"] {
            assert!(!is_time(other), "{other}");
        }
        assert_eq!(without_time("No. #00:01:12-3#"), "No.");
        assert_eq!(without_time("No. [00:12]"), "No.");
        assert_eq!(without_time("No (yes)"), "No (yes)");
    }
}
