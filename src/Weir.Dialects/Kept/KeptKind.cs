namespace Weir.Dialects.Kept;

/// <summary>What a member's name says about its value.</summary>
internal enum KeptKind : byte
{
    /// <summary>Nothing; things may be named inside.</summary>
    None,

    /// <summary>Free-form data of the client's or the model's: schemas, arguments, labels. No provider looks for things in it.</summary>
    Opaque,

    /// <summary>Whatever it is, it names a thing.</summary>
    Thing,

    /// <summary>Names a thing at the top of the request; elsewhere it is another member.</summary>
    TopThing,

    /// <summary>Names a thing when it is an object at the top of the request: a text is the thing itself.</summary>
    TopObject,

    /// <summary>A text names a thing, and so does the member <c>id</c> of an object.</summary>
    Holder,

    /// <summary>The member <c>id</c> of an object names a thing; a text is a word.</summary>
    IdHolder,

    /// <summary>Names a thing unless it is one of those that the provider offers to everybody.</summary>
    Skill,

    /// <summary>Names a thing unless it is an address that anybody can read.</summary>
    Address,

    /// <summary>Names a thing when it is an address that is not of the web: some providers have a scheme of their own for files.</summary>
    Link,

    /// <summary>The items of a request of the responses API.</summary>
    Input,
}
