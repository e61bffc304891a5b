using System.Security.Cryptography;
using System.Text;
using Weir.Gateway.Configuration.Binding;
using Weir.Gateway.Configuration.Validation;
using Weir.Gateway.Configuration.Yaml;

namespace Weir.Gateway.Configuration;

/// <summary>Reads a configuration from its file to the finished snapshot. Wrong content is a result, never an exception.</summary>
internal static class ConfigurationLoader
{
    /// <summary>What errors call the configuration that holds when there is no file.</summary>
    public const string BuiltInName = "(built-in default)";

    /// <summary>Reads a file, or composes the built-in default when <paramref name="path"/> is null.</summary>
    public static ConfigurationResult Load(string? path, IEnvironment environment, TimeProvider time)
    {
        if (path is null) return LoadText(DefaultConfig.Compose(environment), environment, time);

        var errors = new ConfigErrors(path);
        var full = Path.GetFullPath(path);
        var files = new SecretFiles(Path.GetDirectoryName(full) ?? full);
        return Load(ReadFile(full, files, errors), files, full, path, errors, environment, time);
    }

    /// <summary>Reads a configuration that is no file, such as one from a test; relative <c>file:</c> paths start at the current folder.</summary>
    public static ConfigurationResult LoadText(string text, IEnvironment environment, TimeProvider time, string name = BuiltInName) =>
        Load(Encoding.UTF8.GetBytes(text), new SecretFiles(Environment.CurrentDirectory), null, name, new ConfigErrors(name), environment, time);

    private static byte[]? ReadFile(string path, SecretFiles files, ConfigErrors errors)
    {
        try
        {
            if (files.Read(path, YamlText.LargestFile) is { } bytes) return bytes;
            errors.AddAt(1, 1, "", "the file is larger than 4 MiB.", "Check that this is the configuration file.");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            errors.AddAt(1, 1, "", "the file does not exist.", "Create it (weir config prints one to start from), or start without a file.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            errors.AddAt(1, 1, "", "the file cannot be read.", "Let the user that runs Weir read it; it must be a file and not a folder.");
        }

        return null;
    }

    private static ConfigurationResult Load(
        byte[]? bytes, SecretFiles files, string? full, string name, ConfigErrors errors, IEnvironment environment, TimeProvider time)
    {
        var config = new WeirConfig();
        IReadOnlyList<ConfigError> inPrices = [];
        if (bytes is not null && YamlText.Decode(bytes, errors) is { } text && YamlReader.Read(text, errors) is { } root)
        {
            config = new ConfigBinder(new References(environment, files, errors), errors).Bind<WeirConfig>(root);
            inPrices = OwnPrices.Apply(config, full is not null && files.Files.ContainsKey(full) ? Path.GetDirectoryName(full) : null, files, environment, errors);
            ConfigDefaults.Fill(config);
            foreach (var validator in ConfigValidators.All) validator.Validate(config, errors);
        }

        var isBroken = errors.Any || inPrices.Count > 0;
        return new ConfigurationResult
        {
            Model = isBroken ? null : ModelBuilder.Build(config),
            Config = config,
            Errors = [.. errors.Sorted(), .. inPrices],
            Warnings = isBroken ? [] : new Advisor(config, name, time).Review(full),
            File = name,
            TextHash = bytes is null ? "" : Convert.ToHexStringLower(SHA256.HashData(bytes)),
            Files = files.Files,
            IsReadOnce = full is null || !files.Files.ContainsKey(full),
            LoadedAt = time.GetUtcNow(),
        };
    }
}
