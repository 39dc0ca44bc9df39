namespace Vernier.AspNetCore.Security;

/// <summary>Why <see cref="RequestRules"/> reject a request. Immutable.</summary>
/// <param name="Status">The HTTP status code: 400, 403 or 421.</param>
/// <param name="Message">What is wrong, and which setting allows it.</param>
public sealed record RequestRejection(int Status, string Message);
