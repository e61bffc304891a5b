using Weir.Gateway.Upstream;

namespace Weir.Gateway.Health;

/// <summary>What is known of one deployment's probes. Used by one thread at a time.</summary>
internal sealed class ProbeState
{
    /// <summary>So many bad answers in a row are taken as a failing deployment.</summary>
    public const int BadAnswersThatCount = 3;

    /// <summary>When the next probe is due.</summary>
    public TimeSpan NextAt { get; set; }

    /// <summary>Whether one is under way.</summary>
    public bool IsRunning { get; set; }

    /// <summary>Bad answers since the last good one.</summary>
    public int BadAnswers { get; set; }

    /// <summary>
    /// What an answer's status says; null when it is a sign of life. A 404 is one: not every provider lists its models. What
    /// says that calls would not be let in either is none.
    /// </summary>
    public static FailureClass? Judge(int status) => status switch
    {
        401 or 403 => FailureClass.Credentials,
        429 => FailureClass.RateLimited,
        408 or >= 500 => FailureClass.ServerError,
        _ => null,
    };
}
