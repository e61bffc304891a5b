namespace Weir.Dialects.Answers.Checks;

/// <summary>Ways in which an answer that is there may be no good, and so what may be looked for.</summary>
[Flags]
public enum AnswerCheck
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>It says nothing: no text, no call of a tool, no refusal, no thoughts, no media.</summary>
    Empty = 1,

    /// <summary>It is one JSON object, but does not say why it ended, so it need not have.</summary>
    Truncated = 2,

    /// <summary>The request gave a JSON Schema, and the answer does not keep to it.</summary>
    Schema = 4,

    /// <summary>Another model answered than was asked.</summary>
    Model = 8,

    /// <summary>It is in a script that the request has nothing in.</summary>
    Language = 16,

    /// <summary>It says the same over and over.</summary>
    Repetition = 32,
}
