using System.Diagnostics;
using System.Text;
using Weir.Gateway.Configuration;
using Weir.Testing;
using Xunit.Abstractions;

namespace Weir.Gateway.Tests.Configuration;

[Trait("Category", "Slow")]
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int Rounds = 1500;

    [Fact]
    public void Mutated_files_end_in_a_model_or_in_errors_with_a_line()
    {
        var good = Encoding.UTF8.GetBytes(DefaultConfig.Compose(new FakeEnvironment { ["OPENAI_API_KEY"] = "x" }));
        Fuzz(random =>
        {
            var bytes = good.ToList();
            for (var i = random.Next(1, 6); i > 0; i--) Mutate(bytes, random);
            return [.. bytes];
        });
    }

    [Fact]
    public void Random_bytes_and_random_YAML_end_in_errors() => Fuzz(random =>
    {
        const string Alphabet = "ab:-{}[]\n\n  \"'|>&*!%@#?,${}0~<\t\\";
        var text = new byte[random.Next(1, 400)];
        if (random.Next(4) == 0) random.NextBytes(text);
        else for (var i = 0; i < text.Length; i++) text[i] = (byte)Alphabet[random.Next(Alphabet.Length)];
        return text;
    });

    private static void Mutate(List<byte> bytes, Random random)
    {
        if (bytes.Count == 0) return;
        var at = random.Next(bytes.Count);
        switch (random.Next(5))
        {
            case 0: bytes[at] = (byte)random.Next(256); break;
            case 1: bytes.RemoveRange(at, Math.Min(random.Next(1, 60), bytes.Count - at)); break;
            case 2: bytes.Insert(at, (byte)"{}[]:,\"'&*|>#\n\t -$"[random.Next(18)]); break;
            case 3: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 200), bytes.Count - at))); break;
            default: bytes.RemoveRange(at, bytes.Count - at); bytes.Add((byte)'\n'); break;
        }
    }

    private void Fuzz(Func<Random, byte[]> produce)
    {
        var seed = TestSeed.Value;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var path = Path.GetTempFileName();
        try
        {
            for (var round = 0; round < Rounds; round++)
            {
                File.WriteAllBytes(path, produce(random));
                var started = Stopwatch.GetTimestamp();
                var result = ConfigurationLoader.Load(path, new FakeEnvironment { ["OPENAI_API_KEY"] = "x" }, Given.Clock);
                Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(20), $"seed {seed} round {round}");
                (result.Model is null).ShouldBe(result.Errors.Count > 0, $"seed {seed} round {round}");
                result.Errors.ShouldAllBe(e => e.Line > 0 && e.Column > 0 && e.Message.Length > 0);
            }
        }
        finally
        {
            File.Delete(path);
        }
    }
}
