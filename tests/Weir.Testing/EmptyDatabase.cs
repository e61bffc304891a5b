using Weir.Gateway.Storage;

namespace Weir.Testing;

/// <summary>
/// A database that nothing was written to, brought to this Weir's schema once in each process and copied from then on: hundreds of
/// tests want one, and the migrations are a quarter of what starting a gateway costs. Tests of the migrations do not use it.
/// </summary>
internal static class EmptyDatabase
{
    private static readonly Lazy<byte[]> Bytes = new(Make);

    /// <summary>Puts one into a data directory that has none yet.</summary>
    public static void PutInto(string directory)
    {
        using var file = PrivateFile.Create(Path.Combine(directory, Database.FileName));
        file.Write(Bytes.Value);
    }

    private static byte[] Make()
    {
        using var data = new TemporaryData();
        // The last session that ends takes the write-ahead log back into the file.
        using (Database.Open(data.Path, TimeProvider.System)) { }
        return File.ReadAllBytes(Path.Combine(data.Path, Database.FileName));
    }
}
