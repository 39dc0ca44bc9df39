using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Vernier.Architecture.Tests.Api;

/// <summary>Formats the parameters, the return type and the constraints of a method.</summary>
internal static class Parameters
{
    public static string Of(MethodBase method)
    {
        var extended = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";
        var returned = method is MethodInfo { ReturnParameter: var result } ? $" -> {(result.ParameterType.IsByRef ? "ref " : "")}{TypeNames.Of(result)}" : "";
        return $"({extended}{List(method.GetParameters())}){returned}";
    }

    public static string List(IEnumerable<ParameterInfo> parameters) => string.Join(", ", parameters.Select(Parameter));

    public static string Constraints(Type[] arguments) => string.Concat(arguments.Where(argument => argument.IsGenericParameter).Select(Constraint));

    // The default of a struct type is null in metadata.
    public static string Literal(object? value) => value switch
    {
        null => "default",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Parameter(ParameterInfo parameter)
    {
        var isParams = parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute));
        var passed = parameter.ParameterType.IsByRef ? parameter.IsOut ? "out " : parameter.IsIn ? "in " : "ref " : isParams ? "params " : "";
        var fallback = parameter.HasDefaultValue ? $" = {Literal(parameter.RawDefaultValue)}" : "";
        return $"{passed}{TypeNames.Of(parameter)} {parameter.Name}{fallback}";
    }

    private static string Constraint(Type argument)
    {
        var attributes = argument.GenericParameterAttributes;
        var isStruct = attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        var kind = isStruct ? "struct" : attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint) ? "class" : "";
        var creatable = attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !isStruct ? "new()" : "";
        var types = argument.GetGenericParameterConstraints().Where(type => type != typeof(ValueType)).Select(type => TypeNames.Of(type));
        string[] all = [.. types.Prepend(kind).Append(creatable).Where(constraint => constraint != "")];
        return all is [] ? "" : $" where {argument.Name} : {string.Join(", ", all)}";
    }
}
