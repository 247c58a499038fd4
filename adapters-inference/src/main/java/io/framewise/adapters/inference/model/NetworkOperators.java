package io.framewise.adapters.inference.model;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The operators that a TorchScript program may use: those that compute. Whatever is named and is neither one of them nor
 * declared in the program itself is refused; so is everything that reads, writes, prints or talks to others, even when the
 * program declares something of that name.
 */
final class NetworkOperators {

    private static final Set<String> COMPUTING = Set.of(("__and__ __contains__ __derive_index __getitem__ __interpolate"
                    + " __is__ __isnot__ __len__ __not__ __or__ __range_length __round_to_zero_floordiv _convolution"
                    + " _convolution_mode _native_multi_head_attention _set_item _shape_as_tensor _softmax"
                    + " _unsafe_view abs abs_ adaptive_avg_pool1d adaptive_avg_pool2d adaptive_max_pool2d add add_ addcmul"
                    + " addmm alias all alpha_dropout amax amin any append arange argmax argmin as_tensor avg_pool1d"
                    + " avg_pool2d baddbmm batch_norm bernoulli_ bmm bool broadcast_tensors cat ceil celu channel_shuffle"
                    + " chunk clamp clamp_ clamp_max clamp_min clamp_min_ clone constant_pad_nd contiguous conv1d conv2d"
                    + " conv_transpose2d copy copy_ cos cumsum detach device dim div div_ dot dropout dropout_ dropout2d"
                    + " dtype einsum elu elu_ empty empty_like eq erf exp expand expand_as extend feature_dropout fill_"
                    + " flatten flip float floor floor_ floor_divide floordiv fmod format frobenius_norm full full_like"
                    + " gather ge gelu gelu_ get get_device group_norm gt hardsigmoid hardsigmoid_ hardswish hardswish_"
                    + " hardtanh hardtanh_ index index_select insert instance_norm int is_autocast_enabled is_cuda"
                    + " is_floating_point is_grad_enabled is_nested is_same_size isnan item items keys layer_norm layout"
                    + " le leaky_relu leaky_relu_ len lerp linalg_norm linear linspace list log log10 log2 log_softmax"
                    + " logical_and logical_not logical_or lt masked_fill masked_fill_ matmul max max_pool1d max_pool2d"
                    + " max_pool2d_with_indices maximum mean meshgrid min minimum mish mish_ mm mul mul_ narrow ne neg neg_"
                    + " new_empty new_full new_ones new_zeros norm not numel ones ones_like pad percentFormat permute"
                    + " pixel_shuffle pixel_unshuffle pop pow pow_ prelu prod reciprocal reflection_pad2d relu relu6 relu6_"
                    + " relu_ remainder repeat repeat_interleave replication_pad2d requires_grad reshape reshape_as"
                    + " resize_as_ reverse rms_norm roll round rsqrt rsub scalar_tensor scaled_dot_product_attention select"
                    + " selu selu_ shape sigmoid sigmoid_ sign silu silu_ sin size slice softmax softplus sort split"
                    + " split_with_sizes sqrt square squeeze stack std std_mean stride sub sub_ sum swapaxes sym_size t tan"
                    + " tanh tanh_ tensor tensor_split tile to topk transpose tril triu true_divide type type_as unbind"
                    + " unflatten unsqueeze unsqueeze_ upper upsample_bicubic2d upsample_bilinear2d upsample_nearest2d"
                    + " values var var_mean view view_as warn where zero_ zeros zeros_like")
            .split(" "));
    private static final Set<String> PRIMITIVES =
            Set.of(("NumToTensor RaiseException abs data device dtype grad is_cuda"
                            + " is_nested itemsize layout max min name requires_grad shape type unchecked_cast")
                    .split(" "));
    private static final Set<String> LANGUAGE =
            Set.of(("annotate bool class def dict float for getattr hasattr if in int"
                            + " isinstance len list max min not or and range return str tuple unchecked_cast uninitialized while"
                            + " assert raise Exception is else elif import from as Optional List Dict Tuple Union Module"
                            + " NamedTuple Enum Tensor super round complex number")
                    .split(" "));
    private static final Set<String> REACHING_OUT =
            Set.of(("save load from_file read_file write_file decode_image print"
                            + " fork wait rpc_async rpc_sync rpc_remote open eval exec compile classes breakpoint system"
                            + " set_data _save _load tensorexpr storage from_blob manual_seed set_num_threads")
                    .split(" "));

    /** What must not be passed on under another name. */
    private static final Set<String> NO_VALUES =
            Set.of("torch", "ops", "__torch__", "getattr", "hasattr", "print", "fork");

    private static final Pattern CHAIN =
            Pattern.compile("(\\.\\s*)?\\b([A-Za-z_]\\w*(?:\\s*\\.\\s*[A-Za-z_]\\w*)*+)\\s*(\\()?");
    private static final Pattern DECLARED =
            Pattern.compile("\\bdef\\s++(\\w+)|\\bclass\\s++(\\w+)|^[ \\t]++(\\w++)\\s*+:", Pattern.MULTILINE);
    private static final Pattern ALIAS = Pattern.compile("_?[a-z_]*[0-9]+");

    private NetworkOperators() {}

    /**
     * @param files of a program, one source each
     * @throws RefusedNetworkException {@code operator-refused}, naming what is used
     */
    static void check(List<String> files) {
        List<PlainCode> sources = files.stream().map(PlainCode::of).toList();
        Set<String> declared = new HashSet<>();
        for (PlainCode source : sources) {
            for (Matcher each = DECLARED.matcher(source.code()); each.find(); ) {
                for (int group = 1; group <= 3; group++) {
                    if (each.group(group) != null) {
                        declared.add(each.group(group));
                    }
                }
            }
        }
        for (PlainCode source : sources) {
            source.attributes().forEach(name -> checkMembers(List.of(name), name, declared));
            for (Matcher each = CHAIN.matcher(source.code()); each.find(); ) {
                check(
                        List.of(each.group(2).split("\\s*\\.\\s*")),
                        each.group(1) != null,
                        each.group(3) != null,
                        declared);
            }
        }
    }

    /**
     * @param names joined by dots
     * @param ofValue whether a dot stands before the first
     * @param called whether a parenthesis follows
     */
    private static void check(List<String> names, boolean ofValue, boolean called, Set<String> declared) {
        String first = names.get(0);
        String last = names.get(names.size() - 1);
        String written = String.join(".", names);
        boolean qualified = names.size() > 1 || ofValue;
        if (!ofValue && first.equals("torch") && names.size() > 1) {
            if (names.size() != 2 || !COMPUTING.contains(last)) {
                throw refused(written);
            }
        } else if (!ofValue && first.equals("ops") && names.size() > 1) {
            if (names.size() != 3 || !names.get(1).equals("prim") || !PRIMITIVES.contains(last)) {
                throw refused(written);
            }
        } else if (!ofValue && first.equals("__torch__")) {
            if (names.contains("classes") || REACHING_OUT.contains(last)) {
                throw refused(written);
            }
        } else if (qualified) {
            checkMembers(ofValue ? names : names.subList(1, names.size()), written, declared);
        } else if (called ? !isFunction(first, declared) : NO_VALUES.contains(first)) {
            throw refused(written);
        }
    }

    private static void checkMembers(List<String> names, String written, Set<String> declared) {
        for (String name : names) {
            boolean known = declared.contains(name)
                    || COMPUTING.contains(name)
                    || ALIAS.matcher(name).matches();
            if (!known || REACHING_OUT.contains(name)) {
                throw refused(written);
            }
        }
    }

    private static boolean isFunction(String name, Set<String> declared) {
        return !REACHING_OUT.contains(name)
                && (LANGUAGE.contains(name)
                        || declared.contains(name)
                        || ALIAS.matcher(name).matches());
    }

    private static RefusedNetworkException refused(String name) {
        return new RefusedNetworkException(
                "operator-refused",
                "The network uses \"" + (name.length() > 80 ? name.substring(0, 80) + "…" : name)
                        + "\", which is not an operator that computes. Networks may not read, write or call anything else.");
    }
}
