using Weir.Gateway.Leases;
using Weir.Testing;

namespace Weir.Gateway.Tests.Leases;

public sealed class ReplicaNameTests : IDisposable
{
    private readonly TemporaryData _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void A_gateway_keeps_its_name_and_another_one_has_another()
    {
        using var other = new TemporaryData();
        Directory.CreateDirectory(_data.Path);
        Directory.CreateDirectory(other.Path);

        var name = ReplicaName.Of(_data.Path);

        ReplicaName.Of(_data.Path).ShouldBe(name);
        ReplicaName.Of(other.Path).ShouldNotBe(name);
    }

    [Fact]
    public void A_crash_while_it_was_made_up_leaves_nothing_in_the_way()
    {
        Directory.CreateDirectory(_data.Path);
        File.WriteAllText(Path.Combine(_data.Path, ReplicaName.FileName + ".new"), "12ab");

        ReplicaName.Of(_data.Path).Length.ShouldBe(12);
    }

    [Theory]
    [InlineData("")]
    [InlineData("12ab")]
    [InlineData("0123456789aG")]
    public void What_names_nobody_is_refused(string text)
    {
        Directory.CreateDirectory(_data.Path);
        File.WriteAllText(Path.Combine(_data.Path, ReplicaName.FileName), text);

        Should.Throw<StartupException>(() => ReplicaName.Of(_data.Path)).Message.ShouldContain("does not name a replica");
    }
}
