namespace Weir.Gateway.Storage.Moving;

/// <summary>What came of one table in a pass.</summary>
/// <param name="Table">The table.</param>
/// <param name="Rows">Rows that it has now.</param>
/// <param name="Copied">Rows that had to be copied: they were not there, or otherwise.</param>
/// <param name="Parts">In how many parts it was compared.</param>
/// <param name="Checksum">Over all parts.</param>
internal sealed record TableMove(string Table, long Rows, long Copied, int Parts, string Checksum);
