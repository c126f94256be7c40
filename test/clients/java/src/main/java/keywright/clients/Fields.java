package keywright.clients;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Fills a typed request by its own setters, with values of the types that they declare. */
final class Fields {
  private Fields() {}

  /** The class of this name, or null: an SDK lacks requests that the other one has. */
  static Class<?> classNamed(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      return null;
    }
  }

  static void fill(Object request, JsonObject input) throws ReflectiveOperationException {
    for (Map.Entry<String, JsonElement> field : input.entrySet()) {
      Method setter = setter(request.getClass(), field.getKey());
      setter.invoke(request, typed(field.getValue(), setter.getGenericParameterTypes()[0]));
    }
  }

  /**
   * Only what the class itself declares: what it inherits, such as the region, is not the operation's.
   * aliyun-java-sdk-kms has `setTags` for the list that RPC names `Tag.1`, `Tag.2`.
   */
  private static Method setter(Class<?> request, String field) throws NoSuchFieldException {
    Method plural = null;
    for (Method method : request.getDeclaredMethods()) {
      if (method.getParameterCount() != 1) continue;
      if (method.getName().equals("set" + field)) return method;
      if (method.getName().equals("set" + field + "s") && method.getParameterTypes()[0] == List.class) plural = method;
    }
    if (plural == null) throw new NoSuchFieldException(request.getSimpleName() + " has no field " + field);
    return plural;
  }

  private static Object typed(JsonElement value, Type type) throws ReflectiveOperationException {
    // A map in a text is JSON, as a caller of such a request writes it.
    if (type == String.class) return value.isJsonPrimitive() ? value.getAsString() : value.toString();
    if (type == Boolean.class) return value.getAsBoolean();
    if (type == Integer.class) return value.getAsInt();
    if (type == Long.class) return value.getAsLong();
    if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
      List<Object> list = new ArrayList<>();
      for (JsonElement element : value.getAsJsonArray()) list.add(typed(element, generic.getActualTypeArguments()[0]));
      return list;
    }
    if (type instanceof ParameterizedType generic && generic.getRawType() == Map.class) {
      Map<String, Object> map = new LinkedHashMap<>();
      for (Map.Entry<String, JsonElement> entry : value.getAsJsonObject().entrySet()) {
        map.put(entry.getKey(), entry.getValue().getAsString());
      }
      return map;
    }
    Object element = ((Class<?>) type).getConstructor().newInstance();
    fill(element, value.getAsJsonObject());
    return element;
  }
}
