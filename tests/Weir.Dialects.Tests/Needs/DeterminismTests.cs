using Weir.Dialects.Needs;

namespace Weir.Dialects.Tests.Needs;

/// <summary>Which requests ask for the answer that there is.</summary>
public sealed class DeterminismTests
{
    [Theory]
    [InlineData("""{"temperature":0}""", true)]
    [InlineData("""{"temperature":0.0,"messages":[{"temperature":1}]}""", true)]
    [InlineData("""{"seed":7,"temperature":1}""", true)]
    [InlineData("""{"generationConfig":{"temperature":0}}""", true)]
    [InlineData("""{"generation_config":{"seed":1,"candidate_count":1}}""", true)]
    [InlineData("""{"temperature":0,"n":1}""", true)]
    [InlineData("""{}""", false)]
    [InlineData("""{"temperature":0.1}""", false)]
    [InlineData("""{"temperature":null,"seed":null}""", false)]
    [InlineData("""{"temperature":"0"}""", false)]
    [InlineData("""{"temperature":{"x":0}}""", false)]
    [InlineData("""{"temperature":0,"n":2}""", false)]
    [InlineData("""{"generationConfig":{"temperature":0,"candidateCount":2}}""", false)]
    [InlineData("""{"messages":[{"temperature":0,"seed":1}]}""", false)]
    [InlineData("""[{"temperature":0}]""", false)]
    [InlineData("""--boundary""", false)]
    [InlineData("""{"temperature":0""", false)]
    [InlineData("", false)]
    public void Temperature_and_seed_decide(string request, bool isAskedFor) =>
        Determinism.IsAskedFor(System.Text.Encoding.UTF8.GetBytes(request)).ShouldBe(isAskedFor);
}
