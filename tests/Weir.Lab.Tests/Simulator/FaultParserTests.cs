using Weir.Lab.Simulator.Faults;

namespace Weir.Lab.Tests.Simulator;

public sealed class FaultParserTests
{
    [Fact]
    public void Every_fault_of_the_catalogue_parses_by_its_name_and_every_kind_is_in_it()
    {
        foreach (var row in FaultCatalogue.All)
        {
            FaultParser.TryParse(row.Name, out var fault).ShouldBeTrue(row.Name);
            fault!.Kind.ShouldBe(row.Kind);
            row.Description.ShouldNotBeNullOrEmpty();
        }

        FaultCatalogue.All.Select(row => row.Kind).ShouldBe(Enum.GetValues<FaultKind>(), ignoreOrder: true);
    }

    [Theory]
    [InlineData("reset-mid-7", 7, null)]
    [InlineData("reset-mid:7", 7, null)]
    [InlineData("stall-20-30s", 20, 30_000.0)]
    [InlineData("stall:20:1.5s", 20, 1500.0)]
    [InlineData("slow-tokens-500ms", 500, 500.0)]
    [InlineData("slow-headers:2m", 5000, 120_000.0)]
    [InlineData("slow-headers:3", 5000, 3000.0)]
    public void Arguments_are_read_in_both_notations(string text, int count, double? milliseconds)
    {
        FaultParser.TryParse(text, out var fault).ShouldBeTrue();
        fault!.Count.ShouldBe(count);
        fault.Delay?.TotalMilliseconds.ShouldBe(milliseconds!.Value);
        (fault.Delay is null).ShouldBe(milliseconds is null);
    }

    [Theory]
    [InlineData("")]
    [InlineData("resetting")]
    [InlineData("reset:5")]
    [InlineData("cut:x")]
    [InlineData("cut:-1")]
    [InlineData("cut:1:2")]
    [InlineData("status:200")]
    [InlineData("status:429:wait=1")]
    [InlineData("split:0")]
    [InlineData("malformed:0")]
    [InlineData("slow-headers:soon")]
    [InlineData("wrong-usage:odd")]
    public void What_is_not_a_fault_is_not_taken_for_one(string text) => FaultParser.TryParse(text, out _).ShouldBeFalse();
}
