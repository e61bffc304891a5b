namespace Weir.Gateway.Storage;

/// <summary>What kind of trouble the database is in.</summary>
internal enum StorageProblem
{
    /// <summary>Anything that is none of the others.</summary>
    Other,

    /// <summary>There is no database where one should be, and none was to be made.</summary>
    Missing,

    /// <summary>The directory or the file may not be written or opened, or the server does not allow it.</summary>
    Unwritable,

    /// <summary>The file is no database, or a damaged one, or another program's.</summary>
    Corrupt,

    /// <summary>The disk is full.</summary>
    Full,

    /// <summary>The disk failed to read or write.</summary>
    InputOutput,

    /// <summary>The server cannot be reached, or does not answer.</summary>
    Unreachable,

    /// <summary>Another connection held the lock for longer than the wait.</summary>
    Busy,

    /// <summary>The database was made by a newer Weir.</summary>
    NewerSchema,

    /// <summary>The row itself is at fault (a constraint, a size); others can still be written.</summary>
    Row,

    /// <summary>The name is taken.</summary>
    Conflict,

    /// <summary>Nothing is stored under this name.</summary>
    NotFound,

    /// <summary>A value that may not be stored.</summary>
    Invalid,
}
