//! Hashes words and features to 64 bits. The learned tables are keyed by these hashes, so a change here requires a new
//! model.

/// Combines two values; their order matters.
#[inline]
pub fn mix(a: u64, b: u64) -> u64 {
    let mut hash = (a ^ b.wrapping_mul(0x9e37_79b9_7f4a_7c15)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^= hash >> 32;
    hash.wrapping_mul(0xc4ce_b9fe_1a85_ec53) ^ (hash >> 29)
}

/// The hash of a word (FNV-1a over its bytes, then mixed).
pub fn word(text: &str) -> u64 {
    let fnv = text
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    mix(fnv, 7)
}

/// The hash of a feature: the number of its template and the values that fill it.
#[inline]
pub fn feature<const N: usize>(template: u64, values: [u64; N]) -> u64 {
    values.into_iter().fold(mix(template, N as u64), mix)
}
