using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Weir.Lab.Simulator.Answers;
using Weir.Lab.Simulator.Dialects;
using Weir.Lab.Simulator.Reading;

namespace Weir.Lab.Simulator.Converse;

/// <summary>Amazon Bedrock: <c>/model/MODEL/converse</c> and <c>/converse-stream</c>.</summary>
internal sealed class BedrockDialect(AnswerEngine engine) : ProviderDialect
{
    private const string Prefix = "/model/";

    public override string StreamContentType => "application/vnd.amazon.eventstream";

    public override bool Owns(string path, Exchange exchange) => path.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>A Bearer key must be the right one; of a signature only the presence is checked, for the simulator knows no secret to check it with.</summary>
    public override ApiError? Authorize(Exchange exchange, string key)
    {
        var header = exchange.Http.Request.Headers.Authorization.ToString();
        if (header.StartsWith("AWS4-HMAC-SHA256 ", StringComparison.Ordinal))
        {
            return header.Contains("Credential=", StringComparison.Ordinal) && header.Contains("Signature=", StringComparison.Ordinal)
                ? null
                : new ApiError(403, "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter.", "IncompleteSignatureException", null, "IncompleteSignatureException");
        }

        if (Bearer(exchange) is not { } given)
            return new ApiError(403, "Missing Authentication Token", "MissingAuthenticationTokenException", null, "MissingAuthenticationTokenException");
        return string.Equals(given, key, StringComparison.Ordinal)
            ? null
            : new ApiError(403, "Authentication failed: Please make sure your API Key is valid.", "AccessDeniedException", null, null);
    }

    public override void WriteHeaders(Exchange exchange, int tokens) => exchange.Http.Response.Headers["x-amzn-requestid"] = exchange.Id("");

    public override void WriteError(Exchange exchange, IBufferWriter<byte> output, ApiError error)
    {
        exchange.Http.Response.Headers["x-amzn-errortype"] = error.Code is { } code && code.EndsWith("Exception", StringComparison.Ordinal) ? code : TypeOf(error.Status);
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        writer.WriteStartObject();
        writer.WriteString("message", error.Message);
        writer.WriteEndObject();
    }

    public override string? ModelOf(string path, JsonDocument? document) => Target(path)?.Model;

    public override bool WantsStream(string path, JsonDocument? document) => Target(path)?.Method == "converse-stream";

    public override ApiError BadJson() => new(400, "The request body is not valid JSON.", "SerializationException", null, "SerializationException");

    public override ApiError TooLong(ChatRequest request) =>
        ApiError.Invalid($"The model returned the following errors: Input is too long for requested model.", null, null);

    public override async Task<ApiError?> AnswerAsync(Exchange exchange, string path, JsonDocument? document)
    {
        if (Target(exchange.Http.Features.Get<IHttpRequestFeature>()!.RawTarget.Split('?')[0]) is not { } target || target.Method is not ("converse" or "converse-stream"))
            return new ApiError(404, "Unable to determine service/operation name to be authorized", "UnknownOperationException", null, "UnknownOperationException");
        if (!HttpMethods.IsPost(exchange.Http.Request.Method))
            return new ApiError(405, "Method not allowed", "UnknownOperationException", null, "UnknownOperationException");
        if (document is null || document.RootElement.ValueKind != JsonValueKind.Object)
            return BadJson();
        var inspection = new Inspection(BedrockWording.Instance);
        var request = new ConverseReader(inspection, engine.Seal, target.Model).Read(document.RootElement);
        if (inspection.Mistake is { } mistake)
            return mistake;
        var (answer, error) = engine.Compose(exchange, request with { Stream = target.Method == "converse-stream" }, "");
        if (answer is null)
            return error;
        await AnswerEngine.SendAsync(exchange, answer, new ConverseAnswerWriter());
        return null;
    }

    /// <summary>The identifier of a model may be an ARN with escaped slashes.</summary>
    private static (string Model, string Method)? Target(string path)
    {
        var end = path.LastIndexOf('/');
        return path.StartsWith(Prefix, StringComparison.Ordinal) && end > Prefix.Length
            ? (Uri.UnescapeDataString(path[Prefix.Length..end]), path[(end + 1)..])
            : null;
    }

    private static string TypeOf(int status) => status switch
    {
        401 or 403 => "AccessDeniedException",
        404 => "ResourceNotFoundException",
        408 => "ModelTimeoutException",
        424 => "ModelErrorException",
        429 => "ThrottlingException",
        503 => "ServiceUnavailableException",
        >= 500 => "InternalServerException",
        _ => "ValidationException",
    };
}
