using System.Text;
using System.Text.Json;
using Weir.Dialects.Json;
using Weir.Dialects.OpenAI;

namespace Weir.Dialects.Tests.Gemini;

/// <summary>What is read of bodies whose address names the model.</summary>
public sealed class BodyHeadTests
{
    private const string Batch = """{"requests":[{"model":"models/m","content":{"parts":[{"text":"é \u00e9"}]}},{"model":"m"}],"generationConfig":{"candidateCount":3},"generateContentRequest":{"model":"models\/m"}}""";

    [Fact]
    public void Names_are_found_wherever_the_api_has_them()
    {
        var head = Read(Batch);

        head.NamedAgain.Select(range => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(Batch).AsSpan(range.Start, range.Length))).ShouldBe(["\"models/m\"", "\"m\"", "\"models\\/m\""]);
        (head.Model, head.ModelRange, head.Choices, head.Stream).ShouldBe(("m", default, 3, false));
    }

    [Theory]
    [InlineData("""{"contents":[{"model":"x"}],"generationConfig":{"model":"x"},"model2":"x","stream":5}""", 1)]
    [InlineData("""{"generation_config":{"candidate_count":2}}""", 2)]
    [InlineData("""{"generationConfig":{"candidateCount":2.5}}""", 1)]
    [InlineData("""{"generationConfig":[{"candidateCount":2}]}""", 1)]
    [InlineData("""{"requests":[[{"model":"x"}],"model",5,{"content":{"model":"x"},"model":null}],"generateContentRequest":[{"model":"x"}]}""", 1)]
    public void What_is_no_name_of_the_model_is_left_alone(string body, int candidates)
    {
        var head = Read(body);
        head.NamedAgain.ShouldBeEmpty();
        head.Choices.ShouldBe(candidates);
    }

    [Theory]
    [InlineData("""{"requests":[{"model":"models/m"},{"model":"models/n"}]}""", "requests[1].model", "invalid_value", 44)]
    [InlineData("""{"requests":{"model":"models/n"}}""", "requests.model", "invalid_value", 22)]
    [InlineData("""{"generate_content_request":{"model":"n"}}""", "generate_content_request.model", "invalid_value", 38)]
    [InlineData("""{"model":"models/"}""", "model", "invalid_value", 10)]
    [InlineData("""{"model":"Models/m"}""", "model", "invalid_value", 10)]
    [InlineData("""{"requests":[{"model":["models/m"]}]}""", "requests[0].model", "invalid_type", 23)]
    public void Another_name_is_a_fault_with_its_place(string body, string path, string code, int column)
    {
        RequestHeadReader.TryRead(Encoding.UTF8.GetBytes(body), out _, out var fault, "m").ShouldBeFalse();

        fault.ShouldNotBeNull();
        (fault.Param, fault.Code, fault.Position).ShouldBe((path, code, new TextPosition(1, column)));
        fault.Message.ShouldContain($"'{path}'");
    }

    [Fact]
    public void Random_damage_never_throws()
    {
        var seed = Seeds.Next();
        var random = new Random(seed);
        var good = Encoding.UTF8.GetBytes(Batch);
        for (var round = 0; round < 20_000; round++)
        {
            var body = good.AsSpan(0, random.Next(4) == 0 ? random.Next(good.Length) : good.Length).ToArray();
            for (var hits = random.Next(4); hits > 0 && body.Length > 0; hits--) body[random.Next(body.Length)] = (byte)random.Next(256);
            if (!RequestHeadReader.TryRead(body, out var head, out var fault, "m"))
            {
                fault.ShouldNotBeNull($"WEIR_TEST_SEED={seed}");
                continue;
            }
            var edited = new EditedBody(body, [.. head!.NamedAgain.Select(range => new ByteEdit(range, "\"models/big\""u8.ToArray()))]);
            var whole = Enumerable.Range(0, edited.Pieces).SelectMany(i => edited.Piece(i).ToArray()).ToArray();
            Should.NotThrow(() => JsonDocument.Parse(whole, new JsonDocumentOptions { MaxDepth = 256 }), $"WEIR_TEST_SEED={seed}");
        }
    }

    private static RequestHead Read(string body)
    {
        RequestHeadReader.TryRead(Encoding.UTF8.GetBytes(body), out var head, out var fault, "m").ShouldBeTrue(fault?.ToString());
        return head!;
    }
}
