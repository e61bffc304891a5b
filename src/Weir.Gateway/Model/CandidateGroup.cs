namespace Weir.Gateway.Model;

/// <summary>Deployments that are as good as each other: traffic is shared among them by weight.</summary>
/// <param name="Candidates">At least one; their weights are positive.</param>
internal sealed record CandidateGroup(IReadOnlyList<CandidateModel> Candidates);
