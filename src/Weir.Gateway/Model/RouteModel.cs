using System.Collections.Frozen;
using Weir.Dialects.Answers.Checks;
using Weir.Gateway.Upstream;

namespace Weir.Gateway.Model;

/// <summary>A model as clients name it, and the deployments that may answer for it.</summary>
internal sealed record RouteModel
{
    public required string Name { get; init; }

    /// <summary>The deployments that share the model's traffic, and after them those that stand in for them, in order; at least one group.</summary>
    public required IReadOnlyList<CandidateGroup> Groups { get; init; }

    /// <summary>The deployments that share the model's traffic.</summary>
    public IReadOnlyList<CandidateModel> Candidates => Groups[0].Candidates;

    /// <summary>Whether there is a second deployment that could answer.</summary>
    public bool HasAlternatives => Groups.Count > 1 || Candidates.Count > 1;

    /// <summary>Whether some deployment cannot answer every request, so that requests have to be looked at.</summary>
    public bool IsSelective { get; init; }

    /// <summary>The answer of last resort, or null.</summary>
    public string? StaticAnswer { get; init; }

    /// <summary>How long answers are kept that can be given again when nothing else can answer, or null.</summary>
    public TimeSpan? CachedAnswer { get; init; }

    /// <summary>Which calls share an answer with others that ask the same at the same time.</summary>
    public CoalesceMode Coalesce { get; init; }

    /// <summary>How calls that embed one text each are sent together; null where each is sent alone.</summary>
    public BatchModel? Batch { get; init; }

    /// <summary>The headers of a client's that may reach some deployment of the route, or change what it is sent; all, where nobody has found out.</summary>
    public HeaderPolicy Steering { get; init; } = new(["*"]);

    /// <summary>How many of all calls may be sent to a second deployment while the first is late, as a share: 0 (none) to 0.05.</summary>
    public decimal HedgeShare { get; init; }

    /// <summary>How many times a call may be sent again to deployments that failed it.</summary>
    public int Retries { get; init; }

    /// <summary>The longest a call may take, or null where the gateway's limit holds.</summary>
    public TimeSpan? Deadline { get; init; }

    public CommitPoint Commit { get; init; }

    /// <summary>Parameters that may be left out where the upstream cannot be told them; <c>*</c> stands for all.</summary>
    public required FrozenSet<string> Drop { get; init; }

    /// <summary>What makes an answer no good.</summary>
    public AnswerCheck Checks { get; init; }
}
