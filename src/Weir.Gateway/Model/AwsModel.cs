namespace Weir.Gateway.Model;

/// <summary>Signs requests to Amazon Bedrock.</summary>
/// <param name="Region">Such as <c>eu-central-1</c>.</param>
/// <param name="AccessKeyId">Names the credentials.</param>
/// <param name="SecretAccessKey">What signatures are made with.</param>
/// <param name="SessionToken">Comes with temporary credentials; or null.</param>
internal sealed record AwsModel(string Region, Secret AccessKeyId, Secret SecretAccessKey, Secret? SessionToken);
