using Weir.Gateway.Configuration.Binding;
using Weir.Gateway.Model;

namespace Weir.Gateway.Configuration;

/// <summary>The <c>admin</c> section.</summary>
internal sealed class AdminConfig : ConfigSection
{
    [Setting("The key that the admin API asks for, 20 random characters or more. Without key and hash there is no admin API.", Example = "${WEIR_ADMIN_KEY}")]
    public Secret? Key { get; set; }

    [Setting("SHA-256 of the key, instead of key, so that the file need not know it: sha256: and 64 hexadecimal digits.", Example = "sha256:9beef9f5855038088b1713278f7a40438e34e8ba2907768147537afe70a959a8")]
    public string? Hash { get; set; }
}
