using System.Collections.Frozen;
using Weir.Dialects.Answers.Checks;

namespace Weir.Gateway.Model;

/// <summary>A model as clients name it, and the deployments that may answer for it.</summary>
internal sealed class RouteModel
{
    public required string Name { get; init; }

    /// <summary>At least one candidate; their weights are positive.</summary>
    public required IReadOnlyList<CandidateModel> Candidates { get; init; }

    /// <summary>The sum of the candidates' weights.</summary>
    public required int TotalWeight { get; init; }

    /// <summary>Parameters that may be left out where the upstream cannot be told them; <c>*</c> stands for all.</summary>
    public required FrozenSet<string> Drop { get; init; }

    /// <summary>What makes an answer no good.</summary>
    public AnswerCheck Checks { get; init; }
}
