namespace Bouncer.ImagePolicy.References;

/// <summary>Why a text is not an image reference.</summary>
/// <param name="Part">The part that is wrong.</param>
/// <param name="Position">Where it is wrong: an offset into the text as written, from 0, in UTF-16 code units.</param>
/// <param name="Message">One clause for people that names the part, what is wrong with it and where, for example
/// <c>the registry has '_' at position 3, where only letters, digits, '-' and '.' may stand</c>. It quotes nothing
/// that could break a log line or a terminal.</param>
public sealed record ImageReferenceError(ImageReferencePart Part, int Position, string Message);
