//! Types: what the values of columns and terms are, and which declared types fit which.

use rustc_hash::FxHashMap;

/// What a value is, as far as computing with it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Type {
    /// A whole number of 64 bits, with sign.
    Number,
    /// A whole number of 64 bits, without sign.
    Unsigned,
    /// A number with a fraction, of 64 bits (IEEE 754).
    Float,
    /// A text.
    Symbol,
    /// `nil` or a tuple of the fields of this record type.
    Record(TypeId),
    /// A value of one of the branches of this algebraic type.
    Algebraic(TypeId),
}

/// Number of a declared type in [`Types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(pub u32);

/// The types that the language itself has.
pub(super) const BUILT_IN: [Type; 4] = [Type::Number, Type::Unsigned, Type::Float, Type::Symbol];

/// All types of a program; the first ones are those of the language itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Types {
    all: Vec<Declared>,
    by_name: FxHashMap<String, TypeId>,
}

/// A type with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declared {
    pub name: String,
    pub ty: Type,
    pub shape: Shape,
}

/// What a declared type consists of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A type of the language itself.
    BuiltIn,
    /// `<: T`
    Subtype(TypeId),
    /// `= T`
    Alias(TypeId),
    Union(Vec<TypeId>),
    Record(Vec<Field>),
    /// Branches by name, sorted, as their numbers in values are.
    Algebraic(Vec<BranchType>),
}

/// A field of a record or branch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    pub name: String,
    pub declared: TypeId,
    pub ty: Type,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BranchType {
    pub name: String,
    pub fields: Vec<Field>,
}

impl Default for Types {
    fn default() -> Types {
        let mut types = Types {
            all: Vec::new(),
            by_name: FxHashMap::default(),
        };
        for ty in BUILT_IN {
            types.add(ty.name(), ty, Shape::BuiltIn);
        }
        types
    }
}

impl Type {
    /// What messages call the type.
    pub fn name(self) -> &'static str {
        match self {
            Type::Number => "number",
            Type::Unsigned => "unsigned",
            Type::Float => "float",
            Type::Symbol => "symbol",
            Type::Record(_) => "record",
            Type::Algebraic(_) => "algebraic value",
        }
    }

    /// The name with its article.
    pub fn with_article(self) -> String {
        match self {
            Type::Unsigned => "an unsigned number".to_owned(),
            Type::Algebraic(_) => "an algebraic value".to_owned(),
            _ => format!("a {}", self.name()),
        }
    }

    pub fn is_numeric(self) -> bool {
        matches!(self, Type::Number | Type::Unsigned | Type::Float)
    }
}

impl Types {
    /// Adds a type. Its name must be new.
    pub(super) fn add(&mut self, name: &str, ty: Type, shape: Shape) -> TypeId {
        let id = TypeId(self.all.len() as u32);
        self.by_name.insert(name.to_owned(), id);
        self.all.push(Declared {
            name: name.to_owned(),
            ty,
            shape,
        });
        id
    }

    pub(super) fn set_shape(&mut self, id: TypeId, shape: Shape) {
        self.all[id.0 as usize].shape = shape;
    }

    pub(super) fn next_id(&self) -> TypeId {
        TypeId(self.all.len() as u32)
    }

    pub fn get(&self, id: TypeId) -> &Declared {
        &self.all[id.0 as usize]
    }

    pub fn find(&self, name: &str) -> Option<TypeId> {
        self.by_name.get(name).copied()
    }

    /// The type of the language itself behind a primitive type.
    pub fn built_in(&self, ty: Type) -> Option<TypeId> {
        let at = BUILT_IN.iter().position(|known| *known == ty)?;
        Some(TypeId(at as u32))
    }

    /// Whether the language itself has a type.
    pub fn is_built_in(&self, id: TypeId) -> bool {
        (id.0 as usize) < BUILT_IN.len()
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.all.iter().map(|declared| declared.name.as_str())
    }

    /// The fields of a record type; none for other types.
    pub fn fields(&self, ty: Type) -> &[Field] {
        match ty {
            Type::Record(id) => match &self.get(id).shape {
                Shape::Record(fields) => fields,
                _ => &[],
            },
            _ => &[],
        }
    }

    /// The branches of an algebraic type; none for other types.
    pub fn branches(&self, ty: Type) -> &[BranchType] {
        match ty {
            Type::Algebraic(id) => match &self.get(id).shape {
                Shape::Algebraic(branches) => branches,
                _ => &[],
            },
            _ => &[],
        }
    }

    /// The algebraic type that has a branch of this name, and the branch's number.
    pub fn branch(&self, name: &str) -> Option<(Type, u32)> {
        self.all.iter().find_map(|declared| match &declared.shape {
            Shape::Algebraic(branches) => {
                let at = branches.iter().position(|branch| branch.name == name)?;
                Some((declared.ty, at as u32))
            }
            _ => None,
        })
    }

    /// The names of all branches.
    pub fn branch_names(&self) -> impl Iterator<Item = &str> {
        self.all.iter().flat_map(|declared| {
            let branches = match &declared.shape {
                Shape::Algebraic(branches) => branches.as_slice(),
                _ => &[],
            };
            branches.iter().map(|branch| branch.name.as_str())
        })
    }

    /// What an alias stands for.
    fn resolved(&self, mut id: TypeId) -> TypeId {
        while let Shape::Alias(to) = self.get(id).shape {
            id = to;
        }
        id
    }

    /// The shape of a type, behind its second names.
    pub(super) fn shape_of(&self, id: TypeId) -> &Shape {
        &self.get(self.resolved(id)).shape
    }

    /// What messages call a type: those of the language by what they are, others by their name.
    pub(super) fn called(&self, ty: Type) -> String {
        match ty {
            Type::Record(id) | Type::Algebraic(id) => format!("a `{}`", self.get(id).name),
            _ => ty.with_article(),
        }
    }

    /// Whether every value of `one` may stand where `other` is asked for.
    pub fn is_subtype(&self, one: TypeId, other: TypeId) -> bool {
        let (one, other) = (self.resolved(one), self.resolved(other));
        if one == other {
            return true;
        }
        if let Shape::Union(members) = &self.get(one).shape {
            return members.iter().all(|&member| self.is_subtype(member, other));
        }
        if let Shape::Union(members) = &self.get(other).shape
            && members.iter().any(|&member| self.is_subtype(one, member))
        {
            return true;
        }
        match self.get(one).shape {
            Shape::Subtype(base) => self.is_subtype(base, other),
            _ => false,
        }
    }

    /// The largest declared types whose values fit all of these types.
    pub fn common(&self, wanted: &[TypeId]) -> Vec<TypeId> {
        if let Some(&least) = wanted
            .iter()
            .find(|&&one| wanted.iter().all(|&other| self.is_subtype(one, other)))
        {
            return vec![least];
        }
        let ids = (0..self.all.len() as u32).map(TypeId);
        let fitting: Vec<TypeId> = ids
            .filter(|&id| wanted.iter().all(|&other| self.is_subtype(id, other)))
            .collect();
        let is_largest = |id: &TypeId| {
            !fitting
                .iter()
                .any(|other| other != id && self.is_subtype(*id, *other))
        };
        fitting.iter().copied().filter(is_largest).collect()
    }
}
