//! The IDX format of MNIST and its relatives: a magic number, sizes, then bytes.
//!
//! Source: Y. LeCun, C. Cortes and C. Burges, "The MNIST database of handwritten digits".

use thiserror::Error;

/// What is wrong with a file.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum IdxError {
    /// Not even the magic number and the sizes.
    #[error("ends after {found} bytes, within the header of {wanted}: the file is truncated")]
    Header {
        /// Its length.
        found: usize,
        /// The header's.
        wanted: usize,
    },
    /// Another kind of file.
    #[error(
        "begins with {found:#010x}, wanted {wanted:#010x}: not IDX bytes in {dimensions} dimensions"
    )]
    Magic {
        /// The first four bytes.
        found: u32,
        /// What they ought to be.
        wanted: u32,
        /// How many sizes follow.
        dimensions: usize,
    },
    /// Too few bytes, or too many.
    #[error("has {found} bytes where the sizes {sizes:?} of its header want {wanted}: {}",
        if *found < *wanted { "it is truncated" } else { "something is appended to it" })]
    Length {
        /// What the header says.
        sizes: Vec<usize>,
        /// Its length.
        found: u64,
        /// The length those sizes make.
        wanted: u64,
    },
    /// Sizes beyond any file.
    #[error("the sizes {0:?} of its header are beyond any file")]
    Sizes(Vec<usize>),
}

/// The sizes of an IDX file of unsigned bytes in `D` dimensions, and the bytes behind its header.
///
/// # Errors
/// If it is of another kind, truncated, or longer than its header says.
pub fn read<const D: usize>(file: &[u8]) -> Result<([usize; D], &[u8]), IdxError> {
    // Two zeros, the code of unsigned bytes, the number of dimensions.
    let wanted = 0x0800 + D as u32;
    let header = 4 + 4 * D;
    let number = |i: usize| {
        let bytes = file.get(4 * i..4 * i + 4)?;
        Some(u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
    };
    let truncated = IdxError::Header { found: file.len(), wanted: header };
    let Some(magic) = number(0) else { return Err(truncated) };
    if magic != wanted {
        return Err(IdxError::Magic { found: magic, wanted, dimensions: D });
    }
    let mut sizes = [0; D];
    for (i, size) in sizes.iter_mut().enumerate() {
        let Some(number) = number(i + 1) else { return Err(truncated) };
        *size = number as usize;
    }
    let product = |product: u64, &size: &usize| product.checked_mul(size as u64);
    let count = sizes.iter().try_fold(1, product).filter(|&count| count < u64::MAX / 2);
    let Some(count) = count else { return Err(IdxError::Sizes(sizes.to_vec())) };
    let (found, wanted) = (file.len() as u64, header as u64 + count);
    if found != wanted {
        return Err(IdxError::Length { sizes: sizes.to_vec(), found, wanted });
    }
    Ok((sizes, &file[header..]))
}

#[cfg(test)]
mod tests {
    use super::{IdxError, read};

    /// Two images of 1 x 3.
    const FILE: [u8; 22] = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 10, 20, 30, 40, 50, 60];

    #[test]
    fn a_good_file() {
        assert_eq!(read::<3>(&FILE), Ok(([2, 1, 3], &FILE[16..])));
    }

    #[test]
    fn bad_files_say_what_is_wrong() {
        let says = |file: &[u8]| read::<3>(file).expect_err("bad").to_string();
        assert!(says(&FILE[..3]).contains("truncated"));
        assert!(says(&FILE[..13]).contains("within the header of 16"));
        assert!(says(&FILE[..21]).ends_with("it is truncated"));
        assert!(says(&[&FILE[..], &[0]].concat()).ends_with("something is appended to it"));
        assert!(matches!(read::<1>(&FILE), Err(IdxError::Magic { found: 0x0803, .. })));
        let huge = [&[0, 0, 8, 3][..], &[255; 12]].concat();
        assert!(matches!(read::<3>(&huge), Err(IdxError::Sizes(_))));
        // Any flip in the header is found.
        for bit in 0..16 * 8 {
            let mut file = FILE;
            file[bit / 8] ^= 1 << (bit % 8);
            assert!(read::<3>(&file).is_err(), "bit {bit}");
        }
    }
}
