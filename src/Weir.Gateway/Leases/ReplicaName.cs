using System.Security.Cryptography;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Leases;

/// <summary>The name of this replica, kept in its data directory: who comes back with it is the one who left, and what that one had leased is its own.</summary>
internal static class ReplicaName
{
    /// <summary>The file with the name.</summary>
    public const string FileName = "replica";

    private const int Digits = 12;

    /// <summary>Reads the name, or makes one up.</summary>
    /// <param name="directory">The data directory, which this gateway has alone.</param>
    /// <exception cref="StartupException">There is a file that names nobody, or it can be neither read nor written.</exception>
    public static string Of(string directory)
    {
        var path = Path.Combine(directory, FileName);
        try
        {
            if (File.Exists(path)) return Read(path);
            var name = RandomNumberGenerator.GetHexString(Digits, lowercase: true);
            // At once or not at all: half a name would be another one's.
            var draft = path + ".new";
            File.Delete(draft);
            using (var file = PrivateFile.Create(draft))
            {
                file.Write(System.Text.Encoding.ASCII.GetBytes(name));
                file.Flush(flushToDisk: true);
            }
            File.Move(draft, path);
            return name;
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{path} can be neither read nor written: {broken.Message}", "Give Weir the right to write there.");
        }
    }

    private static string Read(string path)
    {
        var name = File.ReadAllText(path).Trim();
        return name.Length == Digits && name.All(char.IsAsciiHexDigitLower)
            ? name
            : throw new StartupException(
                $"{path} does not name a replica: it has {name.Length} characters, and not {Digits} hexadecimal digits",
                "Take it back from a backup; or delete it, and what this gateway had leased stays in doubt until somebody says that it is gone.");
    }
}
