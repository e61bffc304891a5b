using System.Globalization;
using System.Text;
using Weir.Dialects;
using Weir.Gateway.Calls;
using Weir.Tokens;

namespace Weir.Gateway.Translation;

/// <summary>Answers how many tokens a conversation has, for upstreams that cannot be asked: an estimate, and said to be one.</summary>
internal static class TokenCount
{
    /// <summary>Answers a call without an upstream.</summary>
    public static void Answer(Call call)
    {
        var tokens = TokenEstimate.OfBytes(call.Body!.Bytes.Length).ToString(CultureInfo.InvariantCulture);
        var body = Encoding.ASCII.GetBytes(call.Endpoint.Dialect switch
        {
            Dialect.Gemini => $$"""{"totalTokens":{{tokens}}}""",
            Dialect.Responses => $$"""{"object":"response.input_tokens","input_tokens":{{tokens}}}""",
            _ => $$"""{"input_tokens":{{tokens}}}""",
        });
        call.Reply.Describe("application/json");
        call.Reply.Estimated();
        call.Reply.Announce(body.Length);
        call.Reply.Hold(body);
    }
}
