//! From text to a formula, by recursive descent: sum > product > sign > power > atom.

use super::number::Number;
use super::tree::{FUNCTIONS, FormulaError, Node, Operation};

/// Deeper than any formula, so that no text can exhaust the stack.
const DEEPEST: usize = 64;

/// Longer than any formula: a sum nests as deep as it has terms, and computing or dropping it
/// recurses to that depth.
const LONGEST: usize = 1000;

/// Reads a whole formula.
pub(crate) fn formula(text: &str) -> Result<Node, FormulaError> {
    if text.len() > LONGEST {
        let start: String = text.chars().take(40).collect();
        return Err(FormulaError {
            text: format!("{start}..."),
            at: LONGEST,
            message: format!("too long; write it in {LONGEST} characters or fewer"),
        });
    }
    let mut reader = Reader { text, at: 0, depth: 0 };
    let node = reader.sum()?;
    match reader.peek() {
        None => Ok(node),
        Some(c) => Err(reader.error(&format!("`{c}` does not belong here"))),
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl Reader<'_> {
    fn error(&self, message: &str) -> FormulaError {
        FormulaError { text: self.text.to_owned(), at: self.at, message: message.to_owned() }
    }

    /// The next character that is not a space.
    fn peek(&mut self) -> Option<char> {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
        self.text[self.at..].chars().next()
    }

    /// Takes `wanted` if it comes next.
    fn take(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += if found { wanted.len_utf8() } else { 0 };
        found
    }

    fn expect(&mut self, wanted: char) -> Result<(), FormulaError> {
        if self.take(wanted) { Ok(()) } else { Err(self.error(&format!("wanted `{wanted}`"))) }
    }

    fn sum(&mut self) -> Result<Node, FormulaError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.error("too deep; write it in fewer parentheses"));
        }
        let mut sum = self.product()?;
        loop {
            let operation = match self.peek() {
                Some('+') => Operation::Add,
                Some('-') => Operation::Subtract,
                _ => break,
            };
            self.at += 1;
            sum = Node::Operation(operation, vec![sum, self.product()?]);
        }
        self.depth -= 1;
        Ok(sum)
    }

    fn product(&mut self) -> Result<Node, FormulaError> {
        let mut product = self.signed()?;
        loop {
            let operation = match self.peek() {
                Some('*') => Operation::Multiply,
                Some('/') => Operation::Divide,
                _ => return Ok(product),
            };
            self.at += 1;
            product = Node::Operation(operation, vec![product, self.signed()?]);
        }
    }

    /// A sign binds less tightly than a power: -x^2 is -(x^2).
    fn signed(&mut self) -> Result<Node, FormulaError> {
        if self.take('-') {
            return Ok(Node::Operation(Operation::Negate, vec![self.power()?]));
        }
        self.power()
    }

    fn power(&mut self) -> Result<Node, FormulaError> {
        let base = self.atom()?;
        if !self.take('^') {
            return Ok(base);
        }
        let negative = self.take('-');
        let start = self.at;
        let exponent = self.number()?;
        if exponent.value.fract() != 0.0 || exponent.value > 64.0 {
            self.at = start;
            return Err(
                self.error("an exponent is a whole number from -64 to 64; sqrt is a function")
            );
        }
        let exponent = Node::number(if negative { -exponent.exact } else { exponent.exact });
        Ok(Node::Operation(Operation::Power, vec![base, exponent]))
    }

    fn atom(&mut self) -> Result<Node, FormulaError> {
        match self.peek() {
            Some('(') => {
                self.at += 1;
                let inner = self.sum()?;
                self.expect(')')?;
                Ok(inner)
            }
            Some(c) if c.is_ascii_digit() => Ok(Node::Number(self.number()?)),
            Some(c) if c.is_ascii_alphabetic() => self.name(),
            Some(c) => Err(self.error(&format!("`{c}` begins nothing"))),
            None => Err(self.error("the formula ends too soon")),
        }
    }

    fn number(&mut self) -> Result<Number, FormulaError> {
        self.peek();
        let rest = &self.text[self.at..];
        let mut end = rest.len();
        for (i, c) in rest.char_indices() {
            let exponent = i > 0 && matches!(c, 'e' | '-') && {
                let (before, after) = (&rest[..i], &rest[i + 1..]);
                let digit = after.trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit());
                digit && if c == 'e' { !before.contains('e') } else { before.ends_with('e') }
            };
            if !(c.is_ascii_digit() || c == '.' || exponent) {
                end = i;
                break;
            }
        }
        let number = rest[..end].parse().map_err(|()| self.error("wanted a number"))?;
        self.at += end;
        Ok(number)
    }

    /// A word of letters, digits and `_`, which is not taken.
    fn word(&self, skipped: usize) -> &str {
        let rest = &self.text[self.at + skipped..];
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
        &rest[..end.unwrap_or(rest.len())]
    }

    /// `d/dx(f)`, if it comes next; as a quotient it would lack the sign of its product.
    fn derivative(&mut self) -> Result<Option<Node>, FormulaError> {
        const START: &str = "d/d";
        if !self.text[self.at..].starts_with(START) {
            return Ok(None);
        }
        let variable = self.word(START.len()).to_owned();
        let start = self.at;
        self.at += START.len() + variable.len();
        let is_name = variable.starts_with(|c: char| c.is_ascii_alphabetic()) && variable != "pi";
        if !is_name || !self.take('(') {
            self.at = start;
            return Ok(None);
        }
        let of = self.sum()?;
        self.expect(')')?;
        Ok(Some(Node::Operation(Operation::Derivative, vec![of, Node::Variable(variable)])))
    }

    /// A variable, a constant, a derivative, or a function with its arguments.
    fn name(&mut self) -> Result<Node, FormulaError> {
        if let Some(derivative) = self.derivative()? {
            return Ok(derivative);
        }
        let name = &self.word(0).to_owned();
        let function = FUNCTIONS.iter().find(|(known, ..)| *known == name);
        let start = self.at;
        self.at += name.len();
        let Some(&(_, operation, arguments)) = function else {
            if self.peek() == Some('(') {
                self.at = start;
                let known: Vec<&str> = FUNCTIONS.iter().map(|(known, ..)| *known).collect();
                let message = format!("no function `{name}` among {}", known.join(", "));
                return Err(self.error(&message));
            }
            return Ok(match name.as_str() {
                "pi" => Node::Operation(Operation::Pi, Vec::new()),
                _ => Node::Variable(name.clone()),
            });
        };
        self.expect('(')?;
        let mut parts = vec![self.sum()?];
        if operation == Operation::Where {
            self.expect('<')?;
            parts.push(self.sum()?);
        }
        while parts.len() < arguments {
            if !self.take(',') {
                let message = format!("{name} has {arguments} parts; wanted `,`");
                return Err(self.error(&message));
            }
            parts.push(self.sum()?);
        }
        self.expect(')')?;
        Ok(Node::Operation(operation, parts))
    }
}
