namespace Bouncer.Images;

/// <summary>The image cannot be built; the message says why and what would help.</summary>
internal sealed class ImageException(string message) : Exception(message);
