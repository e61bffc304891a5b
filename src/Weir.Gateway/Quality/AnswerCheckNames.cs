using Weir.Dialects.Answers.Checks;

namespace Weir.Gateway.Quality;

/// <summary>The checks of answers as the configuration and the metrics name them.</summary>
internal static class AnswerCheckNames
{
    /// <summary>The check of a name that was validated.</summary>
    public static AnswerCheck Of(string name) => name switch
    {
        "empty" => AnswerCheck.Empty,
        "truncated" => AnswerCheck.Truncated,
        "schema" => AnswerCheck.Schema,
        "model" => AnswerCheck.Model,
        "language" => AnswerCheck.Language,
        "repetition" => AnswerCheck.Repetition,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no check has this name"),
    };

    /// <summary>The name of a single check.</summary>
    public static string NameOf(AnswerCheck check) => check switch
    {
        AnswerCheck.Empty => "empty",
        AnswerCheck.Truncated => "truncated",
        AnswerCheck.Schema => "schema",
        AnswerCheck.Model => "model",
        AnswerCheck.Language => "language",
        AnswerCheck.Repetition => "repetition",
        _ => throw new ArgumentOutOfRangeException(nameof(check), check, "not a single check"),
    };
}
