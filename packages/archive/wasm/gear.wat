;; The content cut of spec/archive.md section 5.3, the same as `cutContent` in src/chunkers/content.ts.
;;
;; Memory, 32 pages of 65,536 bytes, neither more nor fewer ever:
;;        0 ..     1,023  the Gear table, 256 little-endian words of 32 bits
;;    1,024 ..     4,095  unused
;;    4,096 .. 2,097,151  the bytes to cut; src/chunkers/gear.ts uses the first 2,088,960
;;
;; `h AND mask = 0` asks whether the upper bits of h are zero, and so whether h, unsigned, is below 2^14 (mask 0xFFFFC000) or
;; below 2^18 (mask 0xFFFC0000): one comparison.
(module
  (memory (export "memory") 32 32)

  ;; The length of the chunk that starts at the address $from, given that the stretch ends before the address $to.
  (func (export "cut") (param $from i32) (param $to i32) (result i32)
    (local $i i32)      ;; the next byte
    (local $h i32)      ;; the hash before it
    (local $end i32)    ;; where $limit ceases to hold
    (local $limit i32)  ;; a cut follows the byte that makes the hash less than this
    (local $first i32)  ;; the hash before the eight bytes at hand

    (if (i32.gt_u (local.get $to) (i32.add (local.get $from) (i32.const 262144)))
      (then (local.set $to (i32.add (local.get $from) (i32.const 262144)))))
    (if (i32.le_u (i32.sub (local.get $to) (local.get $from)) (i32.const 16384))
      (then (return (i32.sub (local.get $to) (local.get $from)))))
    (local.set $i (i32.add (local.get $from) (i32.const 16384)))
    (local.set $end (i32.add (local.get $from) (i32.const 65536)))
    (if (i32.gt_u (local.get $end) (local.get $to)) (then (local.set $end (local.get $to))))
    (local.set $limit (i32.const 0x4000))

    (loop $mask
      ;; Eight bytes a step. Whichever of them ends the chunk, the loop below takes the eight again and finds it.
      (block $hit
        (loop $eight
          (local.set $first (local.get $h))
          (br_if $hit (i32.gt_u (i32.add (local.get $i) (i32.const 8)) (local.get $end)))
          (local.set $h (i32.add (i32.shl (local.get $h) (i32.const 1))
            (i32.load (i32.shl (i32.load8_u (local.get $i)) (i32.const 2)))))
          (br_if $hit (i32.lt_u (local.get $h) (local.get $limit)))
          (local.set $h (i32.add (i32.shl (local.get $h) (i32.const 1))
            (i32.load (i32.shl (i32.load8_u offset=1 (local.get $i)) (i32.const 2)))))
          (br_if $hit (i32.lt_u (local.get $h) (local.get $limit)))
          (local.set $h (i32.add (i32.shl (local.get $h) (i32.const 1))
            (i32.load (i32.shl (i32.load8_u offset=2 (local.get $i)) (i32.const 2)))))
          (br_if $hit (i32.lt_u (local.get $h) (local.get $limit)))
          (local.set $h (i32.add (i32.shl (local.get $h) (i32.const 1))
            (i32.load (i32.shl (i32.load8_u offset=3 (local.get $i)) (i32.const 2)))))
          (br_if $hit (i32.lt_u (local.get $h) (local.get $limit)))
          (local.set $h (i32.add (i32.shl (local.get $h) (i32.const 1))
            (i32.load (i32.shl (i32.load8_u offset=4 (local.get $i)) (i32.const 2)))))
          (br_if $hit (i32.lt_u (local.get $h) (local.get $limit)))
          (local.set $h (i32.add (i32.shl (local.get $h) (i32.const 1))
            (i32.load (i32.shl (i32.load8_u offset=5 (local.get $i)) (i32.const 2)))))
          (br_if $hit (i32.lt_u (local.get $h) (local.get $limit)))
          (local.set $h (i32.add (i32.shl (local.get $h) (i32.const 1))
            (i32.load (i32.shl (i32.load8_u offset=6 (local.get $i)) (i32.const 2)))))
          (br_if $hit (i32.lt_u (local.get $h) (local.get $limit)))
          (local.set $h (i32.add (i32.shl (local.get $h) (i32.const 1))
            (i32.load (i32.shl (i32.load8_u offset=7 (local.get $i)) (i32.const 2)))))
          (br_if $hit (i32.lt_u (local.get $h) (local.get $limit)))
          (local.set $i (i32.add (local.get $i) (i32.const 8)))
          (br $eight)))
      (local.set $h (local.get $first))

      (block $spent
        (loop $one
          (br_if $spent (i32.ge_u (local.get $i) (local.get $end)))
          (local.set $h (i32.add (i32.shl (local.get $h) (i32.const 1))
            (i32.load (i32.shl (i32.load8_u (local.get $i)) (i32.const 2)))))
          (local.set $i (i32.add (local.get $i) (i32.const 1)))
          (br_if $one (i32.ge_u (local.get $h) (local.get $limit))))
        (return (i32.sub (local.get $i) (local.get $from))))

      (local.set $limit (i32.const 0x40000))
      (local.set $end (local.get $to))
      (br_if $mask (i32.lt_u (local.get $i) (local.get $to))))
    (i32.sub (local.get $to) (local.get $from))))
