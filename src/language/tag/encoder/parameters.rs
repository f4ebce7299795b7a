//! The decoding parameters of the encoder, as text that `onrecord-model calibrate` writes. Each line begins with its
//! name; lines that begin with `#` are comments.

use crate::language::tag::calibration::DecodingParameters;
use std::fmt::Display;

/// Parses the parameters in `text`. Returns `None` if one is missing.
pub fn read(text: &str) -> Option<DecodingParameters> {
    Some(DecodingParameters {
        bias: numbers(text, "bias")?,
        calibration: [numbers(text, "quotations")?, numbers(text, "sources")?],
        least: numbers(text, "least")?,
    })
}

/// Formats `fit` as text.
pub fn write(fit: &DecodingParameters) -> String {
    let line = |name: &str, numbers: &[f32]| {
        numbers.iter().fold(name.to_owned(), |line, number| line + " " + &four_digits(number)) + "\n"
    };
    let [quotations, sources] = &fit.calibration;
    [line("bias", &fit.bias), line("least", &fit.least), line("quotations", quotations), line("sources", sources)]
        .concat()
}

/// Formats a number with four digits, more than the data can support.
fn four_digits(number: &impl Display) -> String {
    let four_digits = format!("{number:.4}");
    four_digits.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The numbers on the line named `name`.
fn numbers<const N: usize>(text: &str, name: &str) -> Option<[f32; N]> {
    let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '))?;
    let numbers: Vec<f32> = line.split_whitespace().map(str::parse).collect::<Result<_, _>>().ok()?;
    numbers.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::tag::calibration::STEPS;

    #[test]
    fn written_parameters_are_read_back() {
        let fit = DecodingParameters {
            bias: [1.0, 4.0, 4.0, 2.0, 2.0, 1.0, 1.3],
            calibration: [[0.25; STEPS], std::array::from_fn(|step| step as f32 / 20.0)],
            least: [0.0, 0.2, 0.35],
        };
        assert_eq!(read(&write(&fit)), Some(fit));
        for text in ["", "bias 1 2", "bias 1 1 1 1 1 1 x\nleast 0 0 0", "\0"] {
            assert_eq!(read(text), None);
        }
    }
}
