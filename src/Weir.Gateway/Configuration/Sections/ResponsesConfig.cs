using Weir.Gateway.Configuration.Binding;

namespace Weir.Gateway.Configuration;

/// <summary>The <c>responses</c> section.</summary>
internal sealed class ResponsesConfig : ConfigSection
{
    [Setting("How long answers of the responses API are kept for clients that come back to them (previous_response_id, GET), unless a call says store: false. 0s keeps none. At most 3650d.", Example = "30d")]
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(30);

    [Setting("How many bytes of them each tenant may hold, input and answer. A tenant that holds as many is refused calls that would keep another one. 1KiB to 1024GiB.", Example = "10GiB")]
    public long TenantBytes { get; set; } = 1L << 30;
}
