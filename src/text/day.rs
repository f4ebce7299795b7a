//! [`Day`]: a day of the calendar, parsed from dates in articles and in searches.

use std::fmt;

/// Numbers beyond four-digit years are not dates.
const YEARS: std::ops::RangeInclusive<i32> = 1000..=9999;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The day of which `parts[at]` names the month.
fn by_month(parts: &[&str], at: usize) -> Option<Day> {
    let (month, before) = (month(parts[at])?, at.checked_sub(1).map(|before| parts[before]));
    let number = |part: Option<&&str>| part.and_then(|part| ordinal(part));
    let year = |part: Option<&&str>| part.and_then(|part| part.parse().ok()).filter(|year| YEARS.contains(year));
    if let (Some(day), Some(year)) = (number(before.as_ref()), year(parts.get(at + 1))) {
        return Day::from_date(year, month, day);
    }
    Day::from_date(year(parts.get(at + 2))?, month, number(parts.get(at + 1))?)
}

/// A day, as the number of days since 1 January 1970. Displayed as `2026-03-02`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i32);

impl Day {
    /// The day of a time in seconds since 1970.
    pub fn at(seconds: i64) -> Day {
        Day(seconds.div_euclid(86_400).clamp(i64::from(i32::MIN / 2), i64::from(i32::MAX / 2)) as i32)
    }

    /// The day of the calendar, if there is one.
    pub fn from_date(year: i32, month: u32, day: u32) -> Option<Day> {
        if !YEARS.contains(&year) || !(1..=12).contains(&month) || day < 1 || day > days_of(year, month) {
            return None;
        }
        // Years begin in March here, so that the leap day is their last.
        let year = if month > 2 { year } else { year - 1 };
        let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let of_year = (153 * ((month as i32 + 9) % 12) + 2) / 5 + day as i32 - 1;
        Some(Day(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468))
    }

    /// The year, month and day of the month.
    pub fn date(self) -> (i32, u32, u32) {
        let days = self.0 + 719_468;
        let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        (era * 400 + year + i32::from(month <= 2), month as u32, day as u32)
    }

    /// The day that `published` names, as metadata and pages write it: `2026-03-02T10:00:00Z`, `Mon, 02 Mar 2026`, `2
    /// March 2026`, `March 2, 2026`. Purely numeric dates are read only with the year first, since day and month are
    /// ambiguous otherwise.
    pub fn published(published: &str) -> Option<Day> {
        let start: String = published.chars().take(80).collect::<String>().to_lowercase();
        let parts: Vec<&str> = start.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
        // A month by name comes first: the time behind it (`4 Mar 2026 10:22`) is not a date.
        let by_name = parts.iter().position(|part| month(part).is_some()).and_then(|at| by_month(&parts, at));
        // `20260302`, alone or before a time.
        let compact = || {
            let first = parts.first()?.split('t').next()?;
            let eight = (first.len() == 8 && first.is_ascii()).then(|| [&first[..4], &first[4..6], &first[6..]])?;
            in_figures(&eight)
        };
        by_name.or_else(|| parts.windows(3).find_map(in_figures)).or_else(compact)
    }

    /// The day as people write it: `2 March 2026`.
    pub fn written(self) -> String {
        let (year, month, day) = self.date();
        let month = MONTHS.get(month as usize - 1).copied().unwrap_or_default();
        format!("{day} {month} {year}")
    }

    /// `published` as people write dates; unchanged if it names no day.
    pub fn readable(published: &str) -> String {
        Day::published(published).map_or_else(|| published.to_owned(), Day::written)
    }

    /// The first and the last day of a typed period: `2026`, `2026-03`, `2026-03-02`, `today`, `yesterday`, or a span
    /// until today like `7d`, `2w`, `3m` or `1y`.
    pub fn typed(typed: &str, today: Day) -> Option<(Day, Day)> {
        match typed {
            "today" => return Some((today, today)),
            "yesterday" => return Some((Day(today.0 - 1), Day(today.0 - 1))),
            _ => {}
        }
        if let Some(unit) = typed.chars().last().filter(|unit| "dwmy".contains(*unit)) {
            let number: i32 = typed[..typed.len() - 1].parse().ok().filter(|number| (0..=9999).contains(number))?;
            let days = number
                * match unit {
                    'd' => 1,
                    'w' => 7,
                    'm' => 30,
                    _ => 365,
                };
            return Some((Day(today.0 - days), today));
        }
        let is_figures = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        let parts: Vec<&str> = typed.split('-').collect();
        if !parts.iter().all(is_figures) || parts[0].len() != 4 {
            return None;
        }
        let number = |nth: usize| parts.get(nth).map(|part| part.parse::<u32>().ok());
        let year = number(0)?? as i32;
        match (parts.len(), number(1), number(2)) {
            (1, ..) => Some((Day::from_date(year, 1, 1)?, Day::from_date(year, 12, 31)?)),
            (2, Some(Some(month)), _) => {
                Some((Day::from_date(year, month, 1)?, Day::from_date(year, month, days_of(year, month))?))
            }
            (3, Some(Some(month)), Some(Some(day))) => Day::from_date(year, month, day).map(|day| (day, day)),
            _ => None,
        }
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.date();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

fn days_of(year: i32, month: u32) -> u32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The day of year, month and day; the last may be followed by a time.
fn in_figures(parts: &[&str]) -> Option<Day> {
    let [year, month, day] = parts else { return None };
    let day = day.split('t').next()?;
    let figures = |part: &str, length: std::ops::RangeInclusive<usize>| {
        (length.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| part.parse::<u32>().ok())?
    };
    Day::from_date(figures(year, 4..=4)? as i32, figures(month, 1..=2)?, figures(day, 1..=2)?)
}

/// The number of the month called `word`, in full or by its first letters.
fn month(word: &str) -> Option<u32> {
    let is_it = |month: &&str| month.to_lowercase().starts_with(word) || word == "sept" && **month == *"September";
    MONTHS.iter().position(is_it).filter(|_| word.len() >= 3).map(|at| at as u32 + 1)
}

/// `2`, `02`, `2nd`.
fn ordinal(word: &str) -> Option<u32> {
    let bare = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
    bare.parse().ok().filter(|_| bare.len() <= 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_machines_are_readable() {
        for (date, expected) in [
            ("2026-03-04T10:22:00Z", "4 March 2026"),
            ("2026-03-04", "4 March 2026"),
            ("2026-12-31 08:00", "31 December 2026"),
            ("Wed, 04 Mar 2026 10:22:00 GMT", "4 March 2026"),
            ("4 Mar 2026 10:22 +0100", "4 March 2026"),
            ("17 Nov", "17 Nov"),
            ("2026-13-04", "2026-13-04"),
            ("2026-03-99", "2026-03-99"),
            ("20-03-04", "20-03-04"),
            ("2026-03-04x", "2026-03-04x"),
            ("2026-03-é", "2026-03-é"),
            ("yesterday", "yesterday"),
        ] {
            assert_eq!(Day::readable(date), expected);
        }
    }

    #[test]
    fn days_of_the_calendar() {
        for (date, number) in [((1970, 1, 1), 0), ((1969, 12, 31), -1), ((2000, 2, 29), 11_016), ((2026, 3, 2), 20_514)]
        {
            let day = Day::from_date(date.0, date.1, date.2).unwrap();
            assert_eq!((day.0, day.date()), (number, date));
        }
        for number in (-300_000..2_000_000).step_by(37) {
            let (year, month, day) = Day(number).date();
            assert_eq!(Day::from_date(year, month, day), Some(Day(number)), "{number}");
        }
        assert_eq!(
            (Day::from_date(2026, 2, 29), Day::from_date(2026, 13, 1), Day::from_date(2026, 4, 31)),
            (None, None, None)
        );
    }

    #[test]
    fn dates_as_they_are_written() {
        for (written, expected) in [
            ("2026-03-02T10:00:00Z", Some("2026-03-02")),
            ("2026-03-02", Some("2026-03-02")),
            ("2026/3/2 10:00", Some("2026-03-02")),
            ("20260302T1000", Some("2026-03-02")),
            ("Mon, 02 Mar 2026 10:00:00 GMT", Some("2026-03-02")),
            ("Published March 2nd, 2026 at 10 am", Some("2026-03-02")),
            ("2 Sept. 2026", Some("2026-09-02")),
            ("2 Mar 2026 10:22 +0100", Some("2026-03-02")),
            ("02/03/2026", None),
            ("March 2026", None),
            ("31 February 2026", None),
            ("yesterday", None),
            ("", None),
        ] {
            assert_eq!(Day::published(written).map(|day| day.to_string()).as_deref(), expected, "{written}");
        }
    }

    #[test]
    fn dates_as_they_are_typed() {
        let today = Day::from_date(2026, 3, 10).unwrap();
        for (typed, expected) in [
            ("2026", Some("2026-01-01 2026-12-31")),
            ("2024-02", Some("2024-02-01 2024-02-29")),
            ("2026-03-02", Some("2026-03-02 2026-03-02")),
            ("today", Some("2026-03-10 2026-03-10")),
            ("yesterday", Some("2026-03-09 2026-03-09")),
            ("7d", Some("2026-03-03 2026-03-10")),
            ("2w", Some("2026-02-24 2026-03-10")),
            ("2026-13", None),
            ("2026-02-30", None),
            ("2026-", None),
            ("26", None),
            ("d", None),
            ("é", None),
            ("99999999999999999999d", None),
            ("", None),
        ] {
            let found = Day::typed(typed, today).map(|(first, last)| format!("{first} {last}"));
            assert_eq!(found.as_deref(), expected, "{typed}");
        }
    }
}
