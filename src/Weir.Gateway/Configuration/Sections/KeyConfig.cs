using Weir.Gateway.Configuration.Binding;
using Weir.Gateway.Model;

namespace Weir.Gateway.Configuration;

/// <summary>One entry of <c>keys</c>.</summary>
internal sealed class KeyConfig : ConfigSection
{
    [Setting("The key that clients present, 20 random characters or more. Exactly one of value and hash is given.", Example = "${WEIR_CI_KEY}")]
    public Secret? Value { get; set; }

    [Setting("SHA-256 of the key, so that the file need not know it: sha256: and 64 hexadecimal digits.", Example = "sha256:9beef9f5855038088b1713278f7a40438e34e8ba2907768147537afe70a959a8")]
    public string? Hash { get; set; }

    [Setting("Who pays for calls with this key.", Example = "default")]
    public string Tenant { get; set; } = "default";

    [Setting("The feature that every call with this key belongs to.", Default = "the caller may name one", Example = "chat")]
    public string? Feature { get; set; }

    [Setting(
        "What every call with this key is made for.", Default = "the caller may say with x-weir-origin, else interactive", Example = "background",
        Choices = ["interactive", "background", "batch", "evaluation", "shadow", "embedding_refresh"])]
    public string? Origin { get; set; }

    [Setting("The longest a call with this key may take with all its attempts, 100ms to 1d.", Default = "limits.deadline", Example = "30s")]
    public TimeSpan? Deadline { get; set; }

    [Setting("The models that this key may ask for.", Default = "all", Example = "[gpt-5-mini]")]
    public List<string>? Models { get; set; }

    [Setting("Who goes first where a deployment cannot take all. A call may ask for less with x-weir-priority, never for more.", Choices = ["high", "normal", "low"])]
    public string Priority { get; set; } = "normal";

    [Setting("How much may be asked for with this key in a time.", Default = "no limit")]
    public CallerLimitsConfig? Limits { get; set; }
}
