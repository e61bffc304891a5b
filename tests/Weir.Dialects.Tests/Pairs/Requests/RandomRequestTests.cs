using System.Globalization;

namespace Weir.Dialects.Tests.Pairs.Requests;

/// <summary>Whatever is asked, every provider is asked the same, and what it was asked reads back as what it was. WEIR_TEST_ROUNDS makes it take longer.</summary>
public sealed class RandomRequestTests
{
    private static readonly int Rounds = int.Parse(Environment.GetEnvironmentVariable("WEIR_TEST_ROUNDS") ?? "60", CultureInfo.InvariantCulture);

    public static TheoryData<Dialect> Providers() => [.. Pair.Providers];

    [Theory]
    [MemberData(nameof(Providers))]
    public void A_random_request_means_the_same_in_every_dialect_and_back(Dialect provider)
    {
        for (var seed = 1; seed <= Rounds; seed++)
        {
            var request = new RandomChat(seed).Request();
            var meant = Decoder.Of(Dialect.Chat, request);
            var conversation = Spoken.Read(Dialect.Chat, request);
            conversation.Reading.Fault.ShouldBeNull($"seed {seed}: {request}");
            var written = Spoken.Write(provider, conversation, Model);
            conversation.Reading.Omissions.ShouldBeEmpty($"seed {seed}: {request}");
            Decoder.Of(provider, written).ShouldBe(meant, $"seed {seed}: {request}\n{written}");
            if (!Pair.Clients.Contains(provider)) continue;

            var again = Spoken.Read(provider, written);
            again.Reading.Fault.ShouldBeNull($"seed {seed}: {written}");
            again.Reading.Omissions.ShouldBeEmpty($"seed {seed}: {written}");
            var back = Spoken.Write(Dialect.Chat, again, Model);
            Decoder.Of(Dialect.Chat, back).ShouldBe(meant, $"seed {seed}: {written}\n{back}");
        }
    }

    private const string Model = "anthropic.claude-sonnet-4-20250514-v1:0";
}
