using System.Buffers;
using Weir.Dialects;
using Weir.Dialects.Embeddings;
using Weir.Dialects.Json;
using Weir.Gateway.Calls;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Model;

namespace Weir.Gateway.Translation;

/// <summary>A call for embeddings whose client and upstream speak different dialects: the small sibling of <see cref="CallTranslation"/>.</summary>
internal sealed class EmbeddingTranslation
{
    private readonly IEmbeddingClient _client;
    private readonly IEmbeddingProvider _provider;
    private readonly string _model;
    private readonly int _texts;
    private readonly VectorForm _form;

    private EmbeddingTranslation(IEmbeddingClient client, IEmbeddingProvider provider, EmbeddingRequest asked, string model, ReadOnlyMemory<byte> request)
    {
        (_client, _provider, _model, Request) = (client, provider, model, request);
        (_texts, _form) = (asked.Texts.Count, asked.Form);
    }

    /// <summary>The parameters that the upstream could not be told, as the client wrote them; empty when there are none.</summary>
    public string Dropped { get; private init; } = "";

    /// <summary>The request in the upstream's dialect.</summary>
    public ReadOnlyMemory<byte> Request { get; }

    /// <summary>Translates a call's request for a deployment.</summary>
    /// <param name="call">The call.</param>
    /// <param name="deployment">Where it goes.</param>
    /// <param name="api">What is spoken there.</param>
    /// <param name="error">Why it cannot be translated, or null.</param>
    public static EmbeddingTranslation? Begin(Call call, DeploymentModel deployment, Dialect api, out CallError? error)
    {
        if (DialectTable.EmbeddingProvider(api) is not { } provider)
        {
            error = CallErrors.NoEmbeddings(call.Head!.Model, deployment.Provider.Name);
            return null;
        }
        using var document = RequestReading.Parse(call.Body!.Bytes, out var reading);
        if (document is null)
        {
            error = CallErrors.BadRequest(reading.Fault!);
            return null;
        }
        try
        {
            var client = DialectTable.EmbeddingClient(call.Endpoint.Dialect, call.Endpoint == CallEndpoint.BatchEmbedContents);
            var asked = client.Read(new JsonCursor(document.RootElement, JsonPath.Root, reading));
            error = reading.Fault is { } fault ? CallErrors.BadRequest(fault) : null;
            if (error is not null) return null;
            var request = new ArrayBufferWriter<byte>(call.Body.Bytes.Length + 256);
            provider.Write(asked, deployment.UpstreamModel, request);
            error = OmissionPolicy.Judge(call.Route!, reading.Omissions, out var dropped);
            if (error is not null) return null;
            return new EmbeddingTranslation(client, provider, asked, deployment.UpstreamModel, request.WrittenMemory) { Dropped = dropped };
        }
        catch (InvalidOperationException)
        {
            // Names of members are compared unescaped, which a half of a surrogate pair does not survive.
            error = CallErrors.BadRequest(new("A string holds half of a surrogate pair.", "invalid_json", null, null));
            return null;
        }
    }

    /// <summary>Reads the upstream's answer.</summary>
    /// <returns>The answer, or null when it is none or has not one vector for every text.</returns>
    public EmbeddingAnswer? Read(ReadOnlyMemory<byte> body) => _provider.TryRead(body, _texts, out var answer) ? answer : null;

    /// <summary>Writes the answer in the client's dialect.</summary>
    public void Write(EmbeddingAnswer answer, IBufferWriter<byte> output) => _client.Write(answer, _form, _model, output);
}
