//! Points of a curve in projective coordinates and their multiples.
//!
//! Own code, because no maintained crate has these curves: the crates found are abandoned, under the GPL, or part of another
//! protocol, and `primeorder` (which the NIST curves of this workspace use) makes one type per curve and promises nothing for
//! the two with cofactor 4. The integers, their Montgomery form and the constant time of both are `crypto-bigint`'s.
//!
//! The formulas are those of Renes, Costello and Batina (eprint 2015/1060, algorithms 1 and 3). They fail only for two points
//! whose difference has order two, and then give (0 : 0 : 0); in a group of odd order there is no such pair, so they are
//! complete wherever points are known to be of the group: `in_group` asks that of a key before anything else is done with it.

use crypto_bigint::{
    CtAssign, CtEq, Uint,
    modular::{FixedMontyForm, FixedMontyParams},
};

use super::curve::{Cofactor, Curve};

/// A point (X : Y : Z); where Z is zero it is the neutral element.
#[derive(Clone, Copy)]
pub(super) struct Point<const LIMBS: usize> {
    x: FixedMontyForm<LIMBS>,
    y: FixedMontyForm<LIMBS>,
    z: FixedMontyForm<LIMBS>,
}

impl<const LIMBS: usize> Point<LIMBS> {
    pub(super) const fn new(
        x: FixedMontyForm<LIMBS>,
        y: FixedMontyForm<LIMBS>,
        field: &FixedMontyParams<LIMBS>,
    ) -> Self {
        Self { x, y, z: FixedMontyForm::one(field) }
    }

    /// The neutral element, (0 : 1 : 0).
    pub(super) const fn infinity(field: &FixedMontyParams<LIMBS>) -> Self {
        Self { x: FixedMontyForm::zero(field), y: FixedMontyForm::one(field), z: FixedMontyForm::zero(field) }
    }

    /// The affine coordinates, unless this is the neutral element. Constant time but for that.
    pub(super) fn affine(&self) -> Option<(Uint<LIMBS>, Uint<LIMBS>)> {
        let inverse = self.z.invert().into_option()?;
        Some((self.x.mul(&inverse).retrieve(), self.y.mul(&inverse).retrieve()))
    }

    /// The entry with this number, found by looking at every one.
    fn select(table: &[Self; 16], number: u8) -> Self {
        let [mut found, ..] = *table;
        for (entry, place) in table.iter().zip(0_u8..) {
            let chosen = place.ct_eq(&number);
            found.x.as_montgomery_mut().ct_assign(entry.x.as_montgomery(), chosen);
            found.y.as_montgomery_mut().ct_assign(entry.y.as_montgomery(), chosen);
            found.z.as_montgomery_mut().ct_assign(entry.z.as_montgomery(), chosen);
        }
        found
    }
}

impl<const LIMBS: usize> Curve<LIMBS> {
    /// The sum. Constant time.
    pub(super) fn add(&self, one: &Point<LIMBS>, other: &Point<LIMBS>) -> Point<LIMBS> {
        let xx = one.x.mul(&other.x);
        let yy = one.y.mul(&other.y);
        let zz = one.z.mul(&other.z);
        // The crossed products, each from one multiplication: (x1 + y1)(x2 + y2) - x1 x2 - y1 y2.
        let xy = one.x.add(&one.y).mul(&other.x.add(&other.y)).sub(&xx).sub(&yy);
        let xz = one.x.add(&one.z).mul(&other.x.add(&other.z)).sub(&xx).sub(&zz);
        let yz = one.y.add(&one.z).mul(&other.y.add(&other.z)).sub(&yy).sub(&zz);
        self.combine([xx, yy, zz], [xy, xz, yz])
    }

    /// Twice the point. Constant time.
    pub(super) fn double(&self, point: &Point<LIMBS>) -> Point<LIMBS> {
        let xy = point.x.mul(&point.y).double();
        let xz = point.x.mul(&point.z).double();
        let yz = point.y.mul(&point.z).double();
        self.combine([point.x.square(), point.y.square(), point.z.square()], [xy, xz, yz])
    }

    /// What addition and doubling share: the squares of coordinates (or products of like ones), and the crossed products.
    fn combine(
        &self,
        [xx, yy, zz]: [FixedMontyForm<LIMBS>; 3],
        [xy, xz, yz]: [FixedMontyForm<LIMBS>; 3],
    ) -> Point<LIMBS> {
        let azz = self.a.mul(&zz);
        let middle = self.a.mul(&xz).add(&self.b3.mul(&zz));
        let less = yy.sub(&middle);
        let more = yy.add(&middle);
        let slope = xx.double().add(&xx).add(&azz);
        let rest = self.b3.mul(&xz).add(&self.a.mul(&xx.sub(&azz)));
        Point {
            x: xy.mul(&less).sub(&yz.mul(&rest)),
            y: more.mul(&less).add(&slope.mul(&rest)),
            z: yz.mul(&more).add(&xy.mul(&slope)),
        }
    }

    /// 0 to 15 times the point.
    pub(super) fn multiples(&self, point: &Point<LIMBS>) -> [Point<LIMBS>; 16] {
        let mut last = Point::infinity(&self.field);
        let mut table = [last; 16];
        for entry in table.iter_mut().skip(1) {
            last = self.add(&last, point);
            *entry = last;
        }
        table
    }

    /// The generator times a secret number. Constant time: the same steps for every number, and every entry of the table
    /// is read at each.
    pub(super) fn multiply_generator(&self, secret: &Uint<LIMBS>) -> Point<LIMBS> {
        let mut sum = Point::infinity(&self.field);
        for byte in secret.to_be_bytes().as_ref() {
            for digit in [byte >> 4, byte & 15] {
                sum = self.double_four_times(&sum);
                sum = self.add(&sum, &Point::select(&self.generator, digit));
            }
        }
        sum
    }

    /// `of_generator` times the generator and `of_point` times the point, of public numbers: its time depends on them.
    pub(super) fn multiply_both(
        &self,
        of_generator: &Uint<LIMBS>,
        of_point: &Uint<LIMBS>,
        point: &Point<LIMBS>,
    ) -> Point<LIMBS> {
        let table = self.multiples(point);
        let (of_generator, of_point) = (of_generator.to_be_bytes(), of_point.to_be_bytes());
        let mut sum = Point::infinity(&self.field);
        for (one, other) in of_generator.as_ref().iter().zip(of_point.as_ref()) {
            for (one, other) in [(one >> 4, other >> 4), (one & 15, other & 15)] {
                sum = self.double_four_times(&sum);
                for (table, digit) in [(&self.generator, one), (&table, other)] {
                    if let Some(multiple) = table.get(usize::from(digit)).filter(|_| digit != 0) {
                        sum = self.add(&sum, multiple);
                    }
                }
            }
        }
        sum
    }

    fn double_four_times(&self, point: &Point<LIMBS>) -> Point<LIMBS> {
        let mut point = self.double(point);
        for _ in 0..3 {
            point = self.double(&point);
        }
        point
    }

    /// The point with these coordinates, if both are below p and it lies on the curve.
    pub(super) fn point(&self, x: &Uint<LIMBS>, y: &Uint<LIMBS>) -> Option<Point<LIMBS>> {
        let below = |number: &Uint<LIMBS>| number < self.field.modulus().as_ref();
        if !below(x) || !below(y) {
            return None;
        }
        let (x, y) = (FixedMontyForm::new(x, &self.field), FixedMontyForm::new(y, &self.field));
        let right = x.square().add(&self.a).mul(&x).add(&self.b);
        (y.square() == right).then(|| Point::new(x, y, &self.field))
    }

    /// Whether a point of the curve is in the group of order q, by multiplying it with q where there are points outside.
    ///
    /// The formulas may fail on the way for a point outside; their (0 : 0 : 0) is not taken for the neutral element.
    pub(super) fn in_group(&self, point: &Point<LIMBS>) -> bool {
        if self.cofactor == Cofactor::One {
            return true;
        }
        let end = self.multiply_both(&Uint::ZERO, self.scalars.modulus().as_ref(), point);
        let zero = Uint::ZERO;
        *end.z.as_montgomery() == zero && *end.y.as_montgomery() != zero
    }
}
