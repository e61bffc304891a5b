using Weir.Gateway.Configuration.Binding;
using Weir.Gateway.Model;

namespace Weir.Gateway.Configuration;

/// <summary>A provider's <c>aws</c> section.</summary>
internal sealed class AwsConfig : ConfigSection
{
    [Setting("The region whose Bedrock answers; also part of the address where base_url is not given.", Required = true, Example = "eu-central-1")]
    public string? Region { get; set; }

    [Setting("Signs requests (Signature Version 4) together with secret_access_key. Without the two an api_key is sent as a bearer token.", Example = "${AWS_ACCESS_KEY_ID}")]
    public Secret? AccessKeyId { get; set; }

    [Setting("The other half of access_key_id.", Example = "${AWS_SECRET_ACCESS_KEY}")]
    public Secret? SecretAccessKey { get; set; }

    [Setting("Comes with temporary credentials.", Example = "${AWS_SESSION_TOKEN}")]
    public Secret? SessionToken { get; set; }
}
