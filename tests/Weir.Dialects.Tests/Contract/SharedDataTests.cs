using Weir.Testing.Contract;

namespace Weir.Dialects.Tests.Contract;

public sealed class SharedDataTests : IDisposable
{
    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("weir-shared-");

    [Fact]
    public void Data_is_looked_for_beside_the_repository_unless_a_directory_is_named()
    {
        var repository = Path.Combine(_parent.FullName, "weir");
        var beside = Path.Combine(_parent.FullName, "shared", "data");
        Directory.CreateDirectory(beside);
        File.WriteAllText(Path.Combine(beside, "a.json"), "{}");

        SharedData.Find("a.json", null, repository).ShouldBe(Path.Combine(beside, "a.json"));
        SharedData.Find("a.json", "", repository).ShouldBe(Path.Combine(beside, "a.json"));
        SharedData.Find("a.json", beside, "/nowhere").ShouldBe(Path.Combine(beside, "a.json"));
        SharedData.Find("a.json", _parent.FullName, repository).ShouldBeNull();
        SharedData.Find("b.json", null, repository).ShouldBeNull();
    }

    [Fact]
    public void A_test_without_its_data_is_skipped_with_the_reason()
    {
        SharedData.WhyNot("no/such/file").ShouldBe("no/such/file is neither in shared/data beside the repository nor where WEIR_SHARED_DATA says.");
        new ContractFactAttribute().Skip.ShouldBe(SharedData.WhyNot(SharedData.Contract));
        new ContractTheoryAttribute().Skip.ShouldBe(SharedData.WhyNot(SharedData.Contract));
    }

    public void Dispose() => _parent.Delete(recursive: true);
}
