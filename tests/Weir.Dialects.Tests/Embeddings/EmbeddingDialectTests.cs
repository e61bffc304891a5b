using System.Buffers;
using System.Text;
using System.Text.Json;
using Weir.Dialects.Embeddings;
using Weir.Dialects.Gemini.Embeddings;
using Weir.Dialects.Json;
using Weir.Dialects.OpenAI.Embeddings;
using Weir.Dialects.Usage;

namespace Weir.Dialects.Tests.Embeddings;

/// <summary>Requests for embeddings and their answers, from and to every dialect that has them.</summary>
public sealed class EmbeddingDialectTests
{
    private const string OpenAIRequest = """{"model":"m","input":["a \u00e9","b\n"],"dimensions":3,"encoding_format":"float"}""";

    private const string GeminiRequest = """{"requests":[{"model":"models/m","content":{"parts":[{"text":"a \u00e9"}]},"outputDimensionality":3},{"model":"models/m","content":{"parts":[{"text":"b\n"}]},"outputDimensionality":3}]}""";

    private const string OpenAIAnswer = """{"object":"list","data":[{"object":"embedding","index":0,"embedding":[1.50,-2e-3]},{"object":"embedding","index":1,"embedding":[3,4]}],"model":"m","usage":{"prompt_tokens":7,"total_tokens":7}}""";

    private const string GeminiAnswer = """{"embeddings":[{"values":[1.50,-2e-3]},{"values":[3,4]}],"usageMetadata":{"promptTokenCount":7}}""";

    [Theory]
    [InlineData("openai", OpenAIRequest, "openai", OpenAIRequest)]
    [InlineData("openai", OpenAIRequest, "gemini", GeminiRequest)]
    [InlineData("gemini", GeminiRequest, "openai", OpenAIRequest)]
    [InlineData("gemini", GeminiRequest, "gemini", GeminiRequest)]
    public void A_request_says_the_same_in_every_dialect(string client, string body, string provider, string sent)
    {
        var (written, reading) = Rewrite(Client(client), body, Provider(provider));

        written.ShouldBe(sent);
        (reading.Fault, reading.Omissions.Count).ShouldBe((null, 0));
    }

    [Theory]
    [InlineData("openai", OpenAIAnswer, "openai", OpenAIAnswer)]
    [InlineData("openai", OpenAIAnswer, "gemini", GeminiAnswer)]
    [InlineData("gemini", GeminiAnswer, "openai", OpenAIAnswer)]
    [InlineData("gemini", GeminiAnswer, "gemini", GeminiAnswer)]
    public void An_answer_says_the_same_in_every_dialect(string provider, string body, string client, string told)
    {
        Provider(provider).TryRead(Encoding.UTF8.GetBytes(body), 2, out var answer).ShouldBeTrue();
        answer!.Usage.ShouldBe(new TokenUsage(7, 0));

        Told(Client(client), answer).ShouldBe(told);
    }

    [Theory]
    [InlineData("""{"model":"m","input":"a","x":1,"user":"u","y":{"z":1}}""", "x y.z y")]
    [InlineData("""{"model":"m","input":"a","encoding_format":null,"dimensions":null,"x":null,"user":"u"}""", "")]
    public void Nothing_that_an_openai_client_says_is_dropped_in_silence(string body, string omitted)
    {
        var (_, reading) = Rewrite(OpenAIEmbeddings.Instance, body, GeminiEmbeddings.Many);
        foreach (var omission in reading.Omissions) omitted.ShouldContain(omission.Path);
        reading.Omissions.Count.ShouldBe(omitted.Length > 0 ? 2 : 0);
    }

    [Fact]
    public void Nothing_that_a_gemini_client_says_is_dropped_in_silence()
    {
        const string Body = """{"a":1,"requests":[{"b":1,"model":"models/m","taskType":"x","content":{"c":1,"role":"user","parts":[{"text":"a","thought":true}]},"embedContentConfig":{"title":"t"}}]}""";

        var (_, reading) = Rewrite(GeminiEmbeddings.Many, Body, OpenAIEmbeddings.Instance);

        reading.Omissions.Select(omission => omission.Path).ShouldBe(
            ["a", "requests[0].b", "requests[0].taskType", "requests[0].embedContentConfig.title", "requests[0].content.c", "requests[0].content.parts[0].thought"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("""{"data":[{"embedding":[1]}],"data":[{"embedding":[1]}]}""")]
    [InlineData("""{"data":[{"embedding":[1],"index":0.5}]}""")]
    [InlineData("""{"data":[{"embedding":[1],"index":"0"}]}""")]
    [InlineData("""{"data":[{"embedding":[1],"index":-1}]}""")]
    [InlineData("""{"data":[{"embedding":[[1]]}]}""")]
    [InlineData("""{"data":{"embedding":[1]}}""")]
    [InlineData("""{"data":[[1]]}""")]
    [InlineData("""{"data":[{"embedding":[1]}]} x""")]
    [InlineData("""{"\ud800":1,"data":[{"embedding":[1]}]}""")]
    [InlineData("""{"error":{"message":"no"}}""")]
    [InlineData("null")]
    public void What_is_no_answer_is_not_taken_for_one(string body) =>
        OpenAIEmbeddings.Instance.TryRead(Encoding.UTF8.GetBytes(body), 1, out _).ShouldBeFalse();

    [Fact]
    public void Members_may_come_in_any_order_and_a_bad_count_is_not_believed()
    {
        OpenAIEmbeddings.Instance.TryRead("""{"usage":{"prompt_tokens":-1},"x":[{"embedding":1}],"data":[{"embedding":[1],"index":1},{"index":0,"x":{},"embedding":[2]}],"model":5}"""u8.ToArray(), 2, out var answer).ShouldBeTrue();

        (answer!.Usage, answer.Model).ShouldBe((null, null));
        Encoding.UTF8.GetString(answer.Vector(0)).ShouldBe("[2]");
    }

    [Theory]
    [InlineData(2048, null)]
    [InlineData(2049, "'input' has more than 2,048 texts: send fewer at a time.")]
    [InlineData(2_000_000, "'input' has more than 2,048 texts: send fewer at a time.")]
    public void There_is_a_limit_to_the_texts_of_one_call(int texts, string? fault)
    {
        var (_, openai) = Rewrite(OpenAIEmbeddings.Instance, $$"""{"input":[{{string.Join(',', Enumerable.Repeat("\"\"", texts))}}]}""", GeminiEmbeddings.Many);
        (openai.Fault?.Message).ShouldBe(fault);
        var requests = string.Join(',', Enumerable.Repeat("""{"content":{"parts":{"text":"a"}}}""", Math.Min(texts, 5000)));
        var (_, gemini) = Rewrite(GeminiEmbeddings.Many, $$"""{"requests":[{{requests}}]}""", OpenAIEmbeddings.Instance);
        (gemini.Fault?.Message).ShouldBe(fault?.Replace("input", "requests", StringComparison.Ordinal));
    }

    [Fact]
    public void Damaged_requests_and_answers_never_throw()
    {
        var seed = Seeds.Next();
        var random = new Random(seed);
        foreach (var text in (string[])[OpenAIRequest, GeminiRequest, OpenAIAnswer, GeminiAnswer])
        {
            var good = Encoding.UTF8.GetBytes(text);
            for (var round = 0; round < 4000; round++)
            {
                var body = good.AsSpan(0, random.Next(4) == 0 ? random.Next(good.Length) : good.Length).ToArray();
                for (var hits = random.Next(4); hits > 0 && body.Length > 0; hits--) body[random.Next(body.Length)] = (byte)random.Next(32, 127);
                foreach (var dialect in (string[])["openai", "gemini"])
                {
                    if (Provider(dialect).TryRead(body, 2, out var answer)) Should.NotThrow(() => JsonDocument.Parse(Told(Client(dialect), answer)), $"WEIR_TEST_SEED={seed}");
                    TryRewrite(Client(dialect), body, $"WEIR_TEST_SEED={seed}");
                }
            }
        }
    }

    private static void TryRewrite(IEmbeddingClient client, byte[] body, string because)
    {
        using var document = RequestReading.Parse(body, out var reading);
        if (document is null) return;
        try
        {
            var request = client.Read(new JsonCursor(document.RootElement, JsonPath.Root, reading));
            var output = new ArrayBufferWriter<byte>();
            OpenAIEmbeddings.Instance.Write(request, "m", output);
            if (reading.Fault is null) Should.NotThrow(() => JsonDocument.Parse(output.WrittenMemory), because);
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair in a name: the caller's business.
        }
    }

    private static (string Written, RequestReading Reading) Rewrite(IEmbeddingClient client, string body, IEmbeddingProvider provider)
    {
        using var document = RequestReading.Parse(Encoding.UTF8.GetBytes(body), out var reading).ShouldNotBeNull();
        var output = new ArrayBufferWriter<byte>();
        provider.Write(client.Read(new JsonCursor(document.RootElement, JsonPath.Root, reading)), "m", output);
        return (Encoding.UTF8.GetString(output.WrittenSpan), reading);
    }

    private static string Told(IEmbeddingClient client, EmbeddingAnswer answer)
    {
        var output = new ArrayBufferWriter<byte>();
        client.Write(answer, VectorForm.Numbers, "m", output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static IEmbeddingClient Client(string dialect) => DialectTable.EmbeddingClient(Of(dialect), isBatch: true);

    private static IEmbeddingProvider Provider(string dialect) => DialectTable.EmbeddingProvider(Of(dialect)).ShouldNotBeNull();

    private static Dialect Of(string dialect) => dialect == "gemini" ? Dialect.Gemini : Dialect.Chat;
}
