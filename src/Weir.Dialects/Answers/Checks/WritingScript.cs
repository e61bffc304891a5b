namespace Weir.Dialects.Answers.Checks;

/// <summary>Scripts that texts are written in, as far as they are told apart.</summary>
internal enum WritingScript
{
    /// <summary>Not a letter, or one of another script.</summary>
    None,
    Latin,
    Greek,
    Cyrillic,
    Hebrew,
    Arabic,

    /// <summary>Devanagari and the other scripts of India.</summary>
    Indic,
    Thai,
    Hangul,
    Kana,
    Han,
}
