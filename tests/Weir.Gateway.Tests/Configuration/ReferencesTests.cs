using Weir.Gateway.Configuration;

namespace Weir.Gateway.Tests.Configuration;

public sealed class ReferencesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("weir-test").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("${A}", "one")]
    [InlineData("x-${A}-${B}", "x-one-two")]
    [InlineData("${NONE:-three}", "three")]
    [InlineData("${EMPTY:-three}", "three")]
    [InlineData("$${A}", "${A}")]
    [InlineData("$A", "$A")]
    [InlineData("${A}$${A}", "one${A}")]
    public void References_are_followed_in_any_value(string written, string value)
    {
        var environment = new FakeEnvironment { ["A"] = "one", ["B"] = "two", ["EMPTY"] = "" };

        Given.Model(WithModel(written), environment).Deployments["sim"].UpstreamModel.ShouldBe(value);
    }

    [Theory]
    [InlineData("${NONE}", "the environment variable NONE is not set. Set it before starting, or write ${NONE:-default}.")]
    [InlineData("${EMPTY}", "the environment variable EMPTY is empty. Set it before starting, or write ${EMPTY:-default}.")]
    [InlineData("${A", "a \"${\" is never closed. Write ${NAME}, or $${ for the characters themselves.")]
    [InlineData("${1A}", "\"${…}\" does not hold the name of an environment variable. Write ${NAME} or ${NAME:-default}; write $${ for the characters themselves.")]
    [InlineData("${}", "\"${…}\" does not hold the name of an environment variable. Write ${NAME} or ${NAME:-default}; write $${ for the characters themselves.")]
    public void A_reference_that_leads_nowhere_names_the_variable(string written, string error) =>
        Given.Errors(WithModel(written), new FakeEnvironment { ["EMPTY"] = "" }).ShouldBe([$"weir.yaml:4:32: deployments.sim.model: {error}"]);

    [Fact]
    public void A_secret_file_is_read_from_beside_the_configuration_and_loses_its_line_break()
    {
        File.WriteAllText(Path.Combine(_folder, "key"), "s3cret\r\n");

        var result = LoadWithKey("file:key");

        result.Errors.ShouldBeEmpty();
        var key = result.Model.ShouldNotBeNull().Providers["p"].ApiKey.ShouldNotBeNull();
        key.Reveal().ShouldBe("s3cret");
        key.ToString().ShouldBe("file:key");
        result.Files.Keys.ShouldBe([Path.Combine(_folder, "weir.yaml"), Path.Combine(_folder, "key"), Path.Combine(_folder, "prices.yaml")]);
    }

    [Fact]
    public void A_path_may_come_from_the_environment()
    {
        File.WriteAllText(Path.Combine(_folder, "key"), "s3cret");

        var result = LoadWithKey("file:${DIR}/key", new FakeEnvironment { ["DIR"] = _folder });

        result.Model.ShouldNotBeNull().Providers["p"].ApiKey.ShouldNotBeNull().Reveal().ShouldBe("s3cret");
    }

    [Theory]
    [InlineData("file:none", "the secret file none does not exist. Create it, and let the user that runs Weir read it.")]
    [InlineData("file:empty", "the secret file empty is empty. Write the secret into it.")]
    [InlineData("file:large", "the secret file large is larger than 64 KiB. Point to a file that holds only the secret.")]
    [InlineData("file:.", "the secret file . cannot be read. Create it, and let the user that runs Weir read it.")]
    [InlineData("\"file:\"", "file: names no path. Write file:/path/to/secret.")]
    [InlineData("file:/dev/zero", "the secret file /dev/zero is larger than 64 KiB. Point to a file that holds only the secret.")]
    public void A_secret_file_that_cannot_be_used_is_named(string written, string error)
    {
        File.WriteAllText(Path.Combine(_folder, "empty"), "\n");
        File.WriteAllText(Path.Combine(_folder, "large"), new string('x', 65 * 1024));

        LoadWithKey(written).Errors.ShouldHaveSingleItem().ToString().ShouldEndWith(":2:46: providers.p.api_key: " + error);
    }

    [Theory]
    [InlineData("none.yaml", "the file does not exist. Create it (weir config prints one to start from), or start without a file.")]
    [InlineData(".", "the file cannot be read. Let the user that runs Weir read it; it must be a file and not a folder.")]
    public void A_configuration_file_that_cannot_be_read_is_an_error(string name, string error)
    {
        var path = Path.Combine(_folder, name);

        ConfigurationLoader.Load(path, new FakeEnvironment(), Given.Clock).Errors.ShouldHaveSingleItem().ToString().ShouldBe($"{path}:1:1: {error}");
    }

    [Fact]
    public void A_configuration_from_a_pipe_is_read_to_its_end_and_not_looked_at_again()
    {
        using var pipe = new PipedText(Given.Minimal + new string('#', 300_000));

        var result = ConfigurationLoader.Load(pipe.Path, new FakeEnvironment(), Given.Clock);

        result.Errors.ShouldBeEmpty();
        result.Model.ShouldNotBeNull().Models.ShouldContainKey("sim");
        result.Files.ShouldBeEmpty();
    }

    [Fact]
    public void A_pipe_has_the_limit_of_a_file()
    {
        using var pipe = new PipedText(new string('#', (4 << 20) + 1));

        ConfigurationLoader.Load(pipe.Path, new FakeEnvironment(), Given.Clock).Errors.ShouldHaveSingleItem().Message.ShouldBe("the file is larger than 4 MiB.");
    }

    [Fact]
    public void A_secret_may_come_from_a_pipe()
    {
        using var pipe = new PipedText("s3cret\n");

        var result = LoadWithKey("file:" + pipe.Path);

        result.Model.ShouldNotBeNull().Providers["p"].ApiKey.ShouldNotBeNull().Reveal().ShouldBe("s3cret");
        result.Files.Keys.ShouldBe([Path.Combine(_folder, "weir.yaml"), Path.Combine(_folder, "prices.yaml")]);
    }

    private static string WithModel(string written) => Given.Minimal.Replace("provider: sim,", $"provider: sim, model: \"{written}\",", StringComparison.Ordinal);

    private ConfigurationResult LoadWithKey(string written, FakeEnvironment? environment = null)
    {
        var path = Path.Combine(_folder, "weir.yaml");
        var quoted = written.StartsWith('"') ? written : $"\"{written}\"";
        File.WriteAllText(path, Given.Minimal.Replace("sim: { built_in: simulator }", $"p: {{ base_url: https://p.example, api_key: {quoted} }}", StringComparison.Ordinal).Replace("provider: sim", "provider: p", StringComparison.Ordinal));
        return ConfigurationLoader.Load(path, environment ?? [], Given.Clock);
    }
}
