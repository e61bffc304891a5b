using System.Security.Cryptography;
using Weir.Gateway.Configuration.Binding;
using Weir.Gateway.Configuration.Validation;
using Weir.Gateway.Configuration.Yaml;
using Weir.Gateway.Pricing;

namespace Weir.Gateway.Configuration;

/// <summary>Puts the operator's prices over Weir's own: first those of the file beside the configuration, then the configuration's section.</summary>
internal static class OwnPrices
{
    /// <summary>The file's name.</summary>
    public const string FileName = "prices.yaml";

    /// <summary>
    /// Gives a configuration its price book. What cannot be read is left out, and reported.
    /// </summary>
    /// <param name="config">The configuration.</param>
    /// <param name="folder">Where the configuration file is; null where there is none or it is a pipe, and so no file of prices beside it.</param>
    /// <param name="files">Reads files.</param>
    /// <param name="environment">What references are resolved from.</param>
    /// <param name="errors">The configuration's errors.</param>
    /// <returns>The errors of the file of prices.</returns>
    public static IReadOnlyList<ConfigError> Apply(WeirConfig config, string? folder, SecretFiles files, IEnvironment environment, ConfigErrors errors)
    {
        var path = folder is null ? null : Path.Combine(folder, FileName);
        var inFile = new ConfigErrors(path ?? FileName);
        if (path is not null && Read(path, files, inFile) is { } bytes)
        {
            config.PriceFileHash = Convert.ToHexStringLower(SHA256.HashData(bytes));
            if (YamlText.Decode(bytes, inFile) is { } text && YamlReader.Read(text, inFile) is { } root)
            {
                var book = new ConfigBinder(new References(environment, files, inFile), inFile).Bind<PriceFileConfig>(root);
                Put(config, book.Prices, book, PriceOrigin.File, inFile);
            }
        }
        Put(config, config.Prices, config, PriceOrigin.Config, errors);
        return inFile.Sorted();
    }

    private static void Put(WeirConfig config, OrderedDictionary<string, PriceRowConfig> rows, ConfigSection section, PriceOrigin origin, ConfigErrors errors)
    {
        var before = errors.Count;
        PriceRowRules.Check(rows, errors);
        if (rows.Count == 0 || errors.Count > before) return;
        try
        {
            config.Book = config.Book.With([.. rows.Values.Select(row => row.Row)], origin);
        }
        catch (FormatException broken)
        {
            errors.Add(section, "prices", broken.Message, "See docs/guides/costs.md for what entries go together.");
        }
        foreach (var row in rows.Values)
            if (row.SameAs is { } same && config.Book.Entry(row.Name) is null)
                Reference.Unknown(row, "same_as", same, config.Book.Names, "entry of the price book", "Name an entry that has prices of its own.", errors);
    }

    private static byte[]? Read(string path, SecretFiles files, ConfigErrors errors)
    {
        try
        {
            if (files.Read(path, YamlText.LargestFile) is { } bytes) return bytes;
            errors.AddAt(1, 1, "", "the file is larger than 4 MiB.", "Check that this is a price book.");
        }
        catch (Exception none) when (none is FileNotFoundException or DirectoryNotFoundException)
        {
            // Most have none.
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            errors.AddAt(1, 1, "", "the file cannot be read.", "Let the user that runs Weir read it; it must be a file and not a folder.");
        }
        return null;
    }
}
