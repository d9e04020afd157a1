//! The glyphs of a page, in the order in which they are drawn.

use std::collections::BTreeSet;
use std::rc::Rc;

use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction;
use hayro_syntax::object::{Dict, Number, Object, ObjectIdentifier, Stream};
use hayro_syntax::page::{Page, Resources};

use super::font::{Font, Fonts};
use super::layout::Matrix;

/// Forms within forms are followed so far.
const DEEPEST: usize = 12;

/// A piece of text and where it stands on the page.
#[derive(Debug, Clone)]
pub(super) struct Glyph {
    pub(super) text: String,
    /// Where it begins.
    pub(super) x: f32,
    pub(super) y: f32,
    /// Where it ends.
    pub(super) end: (f32, f32),
    /// Its height.
    pub(super) size: f32,
    /// Whether another text stands for it, which readers speak and copy in its place.
    pub(super) replaced: bool,
    /// Whether it is that other text.
    pub(super) spoken: bool,
}

/// The glyphs of a page. The forms that it draws are noted.
pub(super) fn glyphs(page: &Page<'_>, fonts: &mut Fonts, drawn: &mut BTreeSet<ObjectIdentifier>) -> Vec<Glyph> {
    let mut pen = Pen { fonts, drawn, glyphs: Vec::new() };
    if let Some(content) = page.page_stream() {
        pen.draw(content, page.resources(), Matrix::IDENTITY, 0);
    }
    pen.glyphs
}

/// The glyphs of a form that no page draws.
pub(super) fn glyphs_of_form(form: &Stream<'_>, page: &Page<'_>, fonts: &mut Fonts) -> Vec<Glyph> {
    let mut drawn = BTreeSet::new();
    let mut pen = Pen { fonts, drawn: &mut drawn, glyphs: Vec::new() };
    pen.form(form, page.resources(), Matrix::IDENTITY, 0);
    pen.glyphs
}

struct Pen<'p> {
    fonts: &'p mut Fonts,
    drawn: &'p mut BTreeSet<ObjectIdentifier>,
    glyphs: Vec<Glyph>,
}

/// What text is drawn with.
#[derive(Clone)]
struct State {
    transform: Matrix,
    font: Option<Rc<Font>>,
    size: f32,
    between_characters: f32,
    between_words: f32,
    scale: f32,
    leading: f32,
    rise: f32,
}

impl Pen<'_> {
    fn form(&mut self, form: &Stream<'_>, above: &Resources<'_>, transform: Matrix, depth: usize) {
        let Ok(content) = form.decoded() else { return };
        self.drawn.insert(form.obj_id());
        let own = form.dict().get::<Dict<'_>>("Resources").unwrap_or_default();
        let resources = Resources::from_parent(own, above.clone());
        let matrix = form.dict().get::<hayro_syntax::object::Array<'_>>("Matrix");
        let numbers: Vec<f32> = matrix.iter().flat_map(|it| it.iter::<Number>()).map(|it| it.as_f32()).collect();
        let own = Matrix::of(&numbers).unwrap_or(Matrix::IDENTITY);
        self.draw(&content, &resources, own.then(transform), depth + 1);
    }

    fn draw(&mut self, content: &[u8], resources: &Resources<'_>, transform: Matrix, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        let mut state = State {
            transform,
            font: None,
            size: 0.0,
            between_characters: 0.0,
            between_words: 0.0,
            scale: 1.0,
            leading: 0.0,
            rise: 0.0,
        };
        let mut saved = Vec::new();
        let (mut line, mut at) = (Matrix::IDENTITY, Matrix::IDENTITY);
        // for each open stretch of marked content, the text that stands for it
        let mut marked: Vec<Option<String>> = Vec::new();
        let mut operations = TypedIter::new(content);
        while let Some(operation) = operations.next() {
            match operation {
                TypedInstruction::SaveState(_) => saved.push(state.clone()),
                TypedInstruction::RestoreState(_) => state = saved.pop().unwrap_or(state),
                TypedInstruction::Transform(it) => {
                    let numbers = [it.0, it.1, it.2, it.3, it.4, it.5].map(|it| it.as_f32());
                    state.transform = Matrix(numbers).then(state.transform);
                }
                TypedInstruction::BeginText(_) => (line, at) = (Matrix::IDENTITY, Matrix::IDENTITY),
                TypedInstruction::TextFont(it) => {
                    state.font = resources.get_font(it.0).map(|it| self.fonts.get(&it));
                    state.size = it.1.as_f32();
                }
                TypedInstruction::CharacterSpacing(it) => state.between_characters = it.0.as_f32(),
                TypedInstruction::WordSpacing(it) => state.between_words = it.0.as_f32(),
                TypedInstruction::HorizontalScaling(it) => state.scale = it.0.as_f32() / 100.0,
                TypedInstruction::TextLeading(it) => state.leading = it.0.as_f32(),
                TypedInstruction::TextRise(it) => state.rise = it.0.as_f32(),
                TypedInstruction::NextLine(it) => {
                    line = Matrix::shift(it.0.as_f32(), it.1.as_f32()).then(line);
                    at = line;
                }
                TypedInstruction::NextLineAndSetLeading(it) => {
                    state.leading = -it.1.as_f32();
                    line = Matrix::shift(it.0.as_f32(), it.1.as_f32()).then(line);
                    at = line;
                }
                TypedInstruction::NextLineUsingLeading(_) => {
                    line = Matrix::shift(0.0, -state.leading).then(line);
                    at = line;
                }
                TypedInstruction::SetTextMatrix(it) => {
                    line = Matrix([it.0, it.1, it.2, it.3, it.4, it.5].map(|it| it.as_f32()));
                    at = line;
                }
                TypedInstruction::ShowText(it) => self.show(&state, &mut at, it.0.as_bytes(), &marked),
                TypedInstruction::NextLineAndShowText(it) => {
                    line = Matrix::shift(0.0, -state.leading).then(line);
                    at = line;
                    self.show(&state, &mut at, it.0.as_bytes(), &marked);
                }
                TypedInstruction::ShowTextWithParameters(it) => {
                    (state.between_words, state.between_characters) = (it.0.as_f32(), it.1.as_f32());
                    line = Matrix::shift(0.0, -state.leading).then(line);
                    at = line;
                    self.show(&state, &mut at, it.2.as_bytes(), &marked);
                }
                TypedInstruction::ShowTexts(it) => {
                    for part in it.0.iter::<Object<'_>>() {
                        match part {
                            Object::String(text) => self.show(&state, &mut at, text.as_bytes(), &marked),
                            Object::Number(back) => {
                                at = Matrix::shift(-back.as_f32() / 1000.0 * state.size * state.scale, 0.0).then(at)
                            }
                            _ => {}
                        }
                    }
                }
                TypedInstruction::BeginMarkedContent(_) => marked.push(None),
                TypedInstruction::BeginMarkedContentWithProperties(it) => {
                    let properties = match it.1 {
                        Object::Dict(dict) => Some(dict.clone()),
                        Object::Name(name) => resources.properties.get::<Dict<'_>>(name.as_ref()),
                        _ => None,
                    };
                    let text = properties.and_then(|it| it.get::<hayro_syntax::object::String<'_>>("ActualText"));
                    let text = text.map(|it| super::objects::text(it.as_bytes()));
                    if let Some(text) = &text {
                        let (x, y) = at.then(state.transform).origin();
                        let size = state.size * at.then(state.transform).height();
                        self.glyphs.push(Glyph { text: text.clone(), x, y, end: (x, y), size, replaced: false, spoken: true });
                    }
                    marked.push(text);
                }
                TypedInstruction::EndMarkedContent(_) => drop(marked.pop()),
                TypedInstruction::XObject(it) => {
                    let form = resources.get_x_object(it.0).filter(super::objects::is_form);
                    if let Some(form) = form {
                        self.form(&form, resources, state.transform, depth);
                    }
                }
                _ => {}
            }
        }
    }

    fn show(&mut self, state: &State, at: &mut Matrix, bytes: &[u8], marked: &[Option<String>]) {
        let Some(font) = &state.font else { return };
        let (said, known) = font.say(bytes);
        self.fonts.unreadable |= !known;
        for said in said {
            let here = Matrix::shift(0.0, state.rise).then(*at).then(state.transform);
            let (x, y) = here.origin();
            let width = said.width * state.size * state.scale;
            let end = Matrix::shift(width, 0.0).then(here).origin();
            let size = (state.size * here.height()).abs();
            let replaced = marked.iter().any(Option::is_some);
            if !said.text.is_empty() {
                self.glyphs.push(Glyph { text: said.text, x, y, end, size, replaced, spoken: false });
            }
            let word = if said.blank { state.between_words } else { 0.0 };
            *at = Matrix::shift(width + (state.between_characters + word) * state.scale, 0.0).then(*at);
        }
    }
}
