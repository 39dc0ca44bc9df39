using System.Security.Cryptography;
using System.Text;

namespace Vernier.Services;

/// <summary>Hashes of random texts, such as tokens. Passwords need a slow hash instead.</summary>
internal static class TextHash
{
    /// <summary>Returns the SHA-256 of a text in lowercase hexadecimal digits.</summary>
    public static string Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
