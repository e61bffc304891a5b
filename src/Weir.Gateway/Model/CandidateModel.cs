namespace Weir.Gateway.Model;

/// <summary>One deployment in a model's route, with its share of the traffic.</summary>
/// <param name="Deployment">Where an attempt would go.</param>
/// <param name="Weight">Share relative to the other candidates' weights, 1 to 1,000,000.</param>
internal sealed record CandidateModel(DeploymentModel Deployment, int Weight);
