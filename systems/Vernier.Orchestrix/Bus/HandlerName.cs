using Vernier.Orchestrix.Messages;

namespace Vernier.Orchestrix.Bus;

/// <summary>The default name of a handler.</summary>
internal static class HandlerName
{
    /// <summary>
    /// Returns the method name. The compiler names a local function <c>&lt;Main&gt;g__HandleOrder|0_1</c> and a lambda <c>&lt;Main&gt;b__0_1</c>. These
    /// names change with unrelated code, so the first is reduced to the name in the source, and the second is replaced.
    /// </summary>
    public static string Of(Delegate handler, Type messageType)
    {
        var method = handler.Method.Name;
        if (!method.Contains('<', StringComparison.Ordinal))
            return method;

        var start = method.IndexOf(">g__", StringComparison.Ordinal);
        var end = method.LastIndexOf('|');
        return start >= 0 && end > start + 4 ? method[(start + 4)..end] : Message.NameOf(messageType) + "_handler";
    }
}
