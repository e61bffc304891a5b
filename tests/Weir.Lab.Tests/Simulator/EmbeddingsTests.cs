using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using static Weir.Lab.Tests.Simulator.SimulatorFixture;

namespace Weir.Lab.Tests.Simulator;

public sealed class EmbeddingsTests(SimulatorFixture simulator) : IClassFixture<SimulatorFixture>
{
    [Fact]
    public async Task A_vector_has_length_one_and_the_standard_dimensions()
    {
        var answer = await EmbedAsync("""{"input":"a quiet river"}""");
        var vector = Vector(answer, 0);
        vector.Length.ShouldBe(1536);
        Length(vector).ShouldBe(1, 1e-5);
        ((int)answer["usage"]!["prompt_tokens"]!).ShouldBe(3);
        ((int)answer["usage"]!["total_tokens"]!).ShouldBe(3);
        ((string)answer["data"]![0]!["object"]!).ShouldBe("embedding");
    }

    [Fact]
    public async Task Fewer_dimensions_are_the_renormalised_beginning()
    {
        var whole = Vector(await EmbedAsync("""{"input":"a quiet river","dimensions":3072}"""), 0);
        var few = Vector(await EmbedAsync("""{"input":"a quiet river","dimensions":16}"""), 0);
        var norm = Length(whole[..16]);
        few.Zip(whole, (small, large) => Math.Abs(small - (large / norm))).Max().ShouldBeLessThan(1e-5);
        Length(few).ShouldBe(1, 1e-5);
    }

    [Fact]
    public async Task Base64_holds_the_same_numbers_in_little_endian()
    {
        var floats = Vector(await EmbedAsync("""{"input":"text","dimensions":64}"""), 0);
        var encoded = await EmbedAsync("""{"input":"text","dimensions":64,"encoding_format":"base64"}""");
        var bytes = Convert.FromBase64String((string)encoded["data"]![0]!["embedding"]!);
        MemoryMarshal.Cast<byte, float>(bytes).ToArray().ShouldBe(floats);
    }

    [Theory]
    [InlineData("""["a b","c"]""", 2, 3)]
    [InlineData("[1,2,3]", 1, 3)]
    [InlineData("[[1,2],[3]]", 2, 3)]
    public async Task Every_form_of_input_is_read(string input, int vectors, int tokens)
    {
        var answer = await EmbedAsync($$"""{"input":{{input}}}""");
        answer["data"]!.AsArray().Select(item => (int)item!["index"]!).ShouldBe(Enumerable.Range(0, vectors));
        ((int)answer["usage"]!["prompt_tokens"]!).ShouldBe(tokens);
    }

    [Fact]
    public async Task Similar_texts_are_closer_than_others()
    {
        var answer = await EmbedAsync("""{"input":["how do I open the gate","how do I close the gate","bread from the village market"]}""");
        var (first, near, far) = (Vector(answer, 0), Vector(answer, 1), Vector(answer, 2));
        Cosine(first, near).ShouldBeGreaterThan(0.6);
        Cosine(first, far).ShouldBeLessThan(0.4);
    }

    [Theory]
    [InlineData("""{"input":""}""", "input")]
    [InlineData("""{"input":[]}""", "input")]
    [InlineData("""{"input":["a",""]}""", "input[1]")]
    [InlineData("""{"input":["a",5]}""", "input[1]")]
    [InlineData("""{"input":[[]]}""", "input[0]")]
    [InlineData("""{"input":5}""", "input")]
    [InlineData("""{"input":null}""", "input")]
    [InlineData("""{"input":"a","dimensions":0}""", "dimensions")]
    [InlineData("""{"input":"a","dimensions":3073}""", "dimensions")]
    [InlineData("""{"input":"a","encoding_format":"hex"}""", "encoding_format")]
    [InlineData("""{"input":"a","foo":1}""", "foo")]
    public async Task What_is_wrong_is_refused(string body, string param)
    {
        var (status, error) = await simulator.FailAsync(WithModel(body), "embeddings");
        status.ShouldBe(400);
        ((string)error["param"]!).ShouldBe(param);
    }

    [Fact]
    public async Task More_than_2048_inputs_are_refused()
    {
        var body = new JsonObject { ["model"] = "sim-embed", ["input"] = new JsonArray([.. Enumerable.Repeat(0, 2049).Select(_ => (JsonNode)"a")]) };
        (await simulator.FailAsync(body, "embeddings")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task An_embedding_model_does_not_chat() =>
        (await simulator.FailAsync(Chat("hello", new JsonObject { ["model"] = "sim-embed" }))).Status.ShouldBe(404);

    private async Task<JsonNode> EmbedAsync(string body)
    {
        using var response = await simulator.Client.SendAsync(Post("embeddings", WithModel(body)));
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(200, text);
        return JsonNode.Parse(text)!;
    }

    private static JsonNode WithModel(string body)
    {
        var node = JsonNode.Parse(body)!;
        node["model"] = "sim-embed";
        return node;
    }

    private static float[] Vector(JsonNode answer, int index) => [.. answer["data"]![index]!["embedding"]!.AsArray().Select(number => (float)number!)];

    private static double Length(float[] vector) => Math.Sqrt(vector.Sum(number => (double)number * number));

    private static double Cosine(float[] left, float[] right) => left.Zip(right, (a, b) => (double)a * b).Sum();
}
